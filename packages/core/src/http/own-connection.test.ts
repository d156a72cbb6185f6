import { afterEach, expect, test, vi } from 'vitest'
import { createOperations } from '../operations/create-operations.ts'
import type { HttpMethod, OperationRow, RetryClass } from '../operations/operation.ts'
import { createPipeline } from './pipeline.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

type Api = { readonly run: () => Promise<unknown> }

/** What `fetch` is told of a call, beside what is to be sent. */
async function toldOf(retry: RetryClass, method: HttpMethod): Promise<object> {
  const told = vi.fn((_url: string, _init: object) => Promise.resolve(Response.json({})))
  vi.stubGlobal('fetch', told)
  const row: OperationRow = {
    id: 'run',
    method,
    path: '/',
    auth: 'none',
    authOptional: false,
    retry,
    page: 'none',
    unwrap: false,
    success: [200],
    deprecated: false,
  }
  const pipeline = createPipeline({ baseUrl: 'http://127.0.0.1:1', operations: { run: row } })
  await createOperations<Api>({ run: row }, { pipeline }).run()
  const init = told.mock.calls[0]?.[1] ?? {}
  const standard = ['method', 'headers', 'body', 'signal', 'redirect']
  return Object.fromEntries(Object.entries(init).filter(([name]) => !standard.includes(name)))
}

const createHttpClient = vi.fn((options: object) => ({ made: 'without a pool', options }))

test('on Deno a write that must not be repeated gets a connection of its own, since Deno repeats on one it had kept', async () => {
  vi.stubGlobal('Deno', { createHttpClient })
  const client = { made: 'without a pool', options: { poolMaxIdlePerHost: 0 } }
  expect(await toldOf('never', 'POST')).toEqual({ client })
  expect(await toldOf('never', 'DELETE')).toEqual({ client })
  expect(createHttpClient).toHaveBeenCalledTimes(1)
})

test('on Deno what may be repeated keeps the pool', async () => {
  vi.stubGlobal('Deno', { createHttpClient })
  expect(await toldOf('safe', 'GET')).toEqual({})
  expect(await toldOf('idempotent', 'DELETE')).toEqual({})
})

test.for(['GET', 'PUT', 'DELETE'] as const)(
  'a %s that must not be repeated gets a connection of its own, since Bun repeats it on one it had kept',
  async (method) => {
    expect(await toldOf('never', method)).toEqual({ keepalive: false })
    expect(await toldOf('idempotent', method)).toEqual({})
  },
)

test.for(['POST', 'PATCH'] as const)(
  'a %s goes over the pool, where no runtime but Deno repeats it',
  async (method) => {
    expect(await toldOf('never', method)).toEqual({})
  },
)
