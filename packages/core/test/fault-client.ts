import type { ExpectStatic } from 'vitest'
import { hmacAuthorizer } from '../src/credentials/hmac-authorizer.ts'
import { hmacKey } from '../src/credentials/hmac-key.ts'
import { TrueMarketsError } from '../src/errors/true-markets-error.ts'
import { createPipeline } from '../src/http/pipeline.ts'
import { type Runtime, systemRuntime } from '../src/http/runtime.ts'
import { createOperations } from '../src/operations/create-operations.ts'
import { ERROR_CLASSES } from './error-classes.ts'
import { type FaultRow, LIMITS, waitsOf } from './fault-row.ts'
import type { Stalls } from './fault-server.ts'
import { TABLE, type TestApi } from './harness.ts'

/** One call of each class. */
export const CALLS = {
  safe: (api: TestApi) => api.getOrder({ path: { id: '7' } }),
  idempotent: (api: TestApi) => api.cancelOrder({ path: { id: '7' } }),
  never: (api: TestApi) => api.createOrder({ body: { qty: '1' } }),
} as const
/** How often an operation may be sent. */
export type RetryClass = keyof typeof CALLS
/** Every class, for tests of each. */
export const RETRY_CLASSES = Object.keys(CALLS) as RetryClass[]

/** What a call came to. `outcome` is `code ×sends`, as in a row of the matrix. */
export interface Observed {
  readonly outcome: string
  /** The waits that ran out. On a busy machine a call takes longer, but it does not wait longer. */
  readonly waitedMs: number
  readonly logs: readonly string[]
}

/** A client of a port, with the real fetch, real sockets and, unless it is given another, real time. */
export function client(
  port: number,
  scheme = 'http',
  runtime: Runtime = systemRuntime,
): { readonly api: TestApi; readonly logs: string[] } {
  const logs: string[] = []
  const line = (message: string): void => void logs.push(message.replace('truemarkets ', ''))
  const pipeline = createPipeline({
    baseUrl: `${scheme}://127.0.0.1:${port}/v1`,
    operations: TABLE,
    authorizer: hmacAuthorizer(hmacKey({ organizationId: 'o', keyId: 'k', secret: 's' }), { scheme: 'cefi-rest' }),
    logger: { debug: line, warn: line },
    runtime,
    ...LIMITS,
  })
  return { api: createOperations<TestApi>(TABLE, { pipeline }), logs }
}

/** Makes one call of a class and says what came of it. */
export async function observe(
  { port, stalls }: { readonly port: number; readonly stalls: Stalls },
  retryClass: RetryClass,
  scheme?: string,
): Promise<Observed> {
  let waitedMs = 0
  const { api, logs } = client(port, scheme, {
    ...systemRuntime,
    after: (delayMs, work) =>
      afterStall(delayMs < LIMITS.timeoutMs ? undefined : stalls, delayMs, () => {
        waitedMs += delayMs
        work()
      }),
  })
  const code = await CALLS[retryClass](api).then(
    () => 'ok',
    (error: unknown) => {
      if (!(error instanceof TrueMarketsError)) return `not typed: ${String(error)}`
      const { name } = error.constructor
      return name === ERROR_CLASSES.get(error.code) ? error.code : `${error.code} of a ${name}`
    },
  )
  const sends = logs.filter((message) => message === 'attempt').length
  return { outcome: `${code} ×${sends}`, waitedMs, logs }
}

/** A timer that runs out only once the server has stalled as well: a machine that is too busy to answer is no fault. */
function afterStall(stalls: Stalls | undefined, delayMs: number, work: () => void): () => void {
  let due = false
  let stalled = stalls === undefined
  const end = (): void => {
    if (due && stalled) work()
  }
  const stall = (): void => {
    stalled = true
    end()
  }
  const timer = setTimeout(() => {
    due = true
    end()
  }, delayMs)
  stalls?.once('stall', stall)
  return () => {
    clearTimeout(timer)
    stalls?.off('stall', stall)
  }
}

/** Fails unless a call came to what the row says: outcome, sends, time and log. */
export function expectRow(
  expect: ExpectStatic,
  row: Omit<FaultRow, 'fault'>,
  retryClass: RetryClass,
  { outcome, waitedMs, logs }: Observed,
): void {
  const expected = retryClass === 'never' ? row.never : row.repeated
  expect(outcome).toBe(expected)
  expect(logs.filter((message) => !WARNINGS.has(message))).toEqual(expectedLogs(sendsOf(expected)))
  expect(logs.filter((message) => WARNINGS.has(message))).toEqual(row.warnings ?? [])
  const [least, most] = waitsOf(row, retryClass)
  expect(waitedMs).toBeGreaterThanOrEqual(least)
  expect(waitedMs).toBeLessThanOrEqual(most)
}

/** Lines that come beside those of request, attempt and retry. */
const WARNINGS: ReadonlySet<string> = new Set(['skew', 'deprecation', 'sunset'])

/** The number in `code ×sends`. */
export function sendsOf(outcome: string): number {
  return Number(outcome.split('×')[1])
}

/** The log of a call that was sent so often. */
function expectedLogs(sends: number): string[] {
  return ['request', ...Array.from({ length: sends - 1 }, () => ['attempt', 'retry']).flat(), 'attempt']
}
