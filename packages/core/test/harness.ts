import { hmacAuthorizer } from '../src/credentials/hmac-authorizer.ts'
import { hmacKey } from '../src/credentials/hmac-key.ts'
import { createPipeline, type Pipeline, type PipelineOptions } from '../src/http/pipeline.ts'
import type { ClientEvent } from '../src/observe/events.ts'
import { createOperations, type OperationsOptions } from '../src/operations/create-operations.ts'
import type { CallOptions, OperationParams, OperationRow, OperationTable } from '../src/operations/operation.ts'
import { VirtualRuntime } from './virtual-runtime.ts'

/** What the transport was asked to send. */
export interface Sent {
  readonly url: string
  readonly method: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly atMs: number
}

/** One answer of the scripted transport. It may look at the request, wait, or throw. */
export type Step = (sent: Sent, signal: AbortSignal, runtime: VirtualRuntime) => Response | Promise<Response>

export const BASE = 'https://api.example.test/v1/cefi'
export const SECRET = 'planted-hmac-secret-0001'

const row = (
  id: string,
  method: OperationRow['method'],
  path: string,
  retry: OperationRow['retry'],
  more: Partial<OperationRow> = {},
) => ({
  id,
  method,
  path,
  auth: 'hmac' as const,
  authOptional: false,
  retry,
  page: 'none' as const,
  unwrap: false,
  success: [200],
  deprecated: false,
  ...more,
})

/** A small API with one operation of each kind. */
export const TABLE = {
  getOrder: row('getOrder', 'GET', '/orders/{id}', 'safe'),
  listOrders: row('listOrders', 'GET', '/orders/list', 'safe', { page: 'cursor' }),
  createOrder: row('createOrder', 'POST', '/orders', 'never', { unwrap: true }),
  cancelOrder: row('cancelOrder', 'DELETE', '/orders/{id}', 'idempotent'),
  dropOrder: row('dropOrder', 'DELETE', '/orders/{id}/drop', 'idempotent', { success: [202, 204] }),
  getHealth: row('getHealth', 'GET', '/health', 'safe', { auth: 'none' }),
}

type Operation = (params?: OperationParams, options?: CallOptions) => Promise<unknown>

/** The named operations of {@link TABLE}. */
export interface TestApi {
  getOrder: Operation
  listOrders: Operation & { iterate(params?: OperationParams, options?: CallOptions): AsyncIterableIterator<unknown> }
  createOrder: Operation
  cancelOrder: Operation
  dropOrder: Operation
  getHealth: Operation
}

export interface Harness {
  readonly api: TestApi
  readonly pipeline: Pipeline
  readonly runtime: VirtualRuntime
  readonly sent: readonly Sent[]
  readonly events: readonly ClientEvent[]
  readonly logs: readonly string[]
  /** Runs a call to its end on virtual time. */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** Runs a call that must fail, and returns what it threw. */
  readonly fail: (work: () => Promise<unknown>) => Promise<unknown>
}

/** Changes to the client of a {@link harness}. */
export interface HarnessOptions extends Partial<Omit<PipelineOptions, 'operations'>> {
  /** Options of the named operations. */
  readonly named?: Partial<OperationsOptions>
  /** Operation table. Default: {@link TABLE}. */
  readonly table?: OperationTable
}

/** A client over a scripted transport on virtual time. The last step of the script answers every further request. */
export function harness(script: readonly Step[], options: HarnessOptions = {}): Harness {
  const runtime = options.runtime instanceof VirtualRuntime ? options.runtime : new VirtualRuntime()
  const sent: Sent[] = []
  const events: ClientEvent[] = []
  const logs: string[] = []
  const { named, table = TABLE, ...rest } = options
  const pipeline = createPipeline({
    baseUrl: BASE,
    operations: table,
    runtime,
    authorizer: hmacAuthorizer(hmacKey({ organizationId: 'org-1', keyId: 'key-1', secret: SECRET }), {
      scheme: 'cefi-rest',
    }),
    onEvent: (event) => events.push(event),
    logger: {
      debug: (message, fields) => logs.push(`debug ${message} ${JSON.stringify(fields)}`),
      warn: (message, fields) => logs.push(`warn ${message} ${JSON.stringify(fields)}`),
    },
    async fetch(url, init) {
      const request: Sent = {
        url,
        method: init.method ?? '',
        headers: Object.fromEntries(new Headers(init.headers)),
        body: typeof init.body === 'string' ? init.body : '',
        atMs: runtime.monotonicMs(),
      }
      const step = script[Math.min(sent.length, script.length - 1)]
      sent.push(request)
      const { signal } = init
      if (step === undefined || signal === undefined || signal === null) throw new Error('the script is empty')
      return step(request, signal, runtime)
    },
    ...rest,
  })
  const api = createOperations<TestApi>(table, { pipeline, ...named })
  return {
    api,
    pipeline,
    runtime,
    sent,
    events,
    logs,
    run: (work) => runtime.drive(work()),
    async fail(work) {
      try {
        await runtime.drive(work())
      } catch (error) {
        return error
      }
      throw new Error('the call succeeded')
    },
  }
}

/** Answers with a status, a body (JSON unless it is a string) and headers. */
export function answer(status: number, body: unknown = { ok: true }, headers: Record<string, string> = {}): Step {
  return (_sent, _signal, runtime) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const empty = [204, 205, 304].includes(status) || text === ''
    return new Response(empty ? null : text, {
      status,
      headers: {
        ...(empty || typeof body === 'string' ? {} : { 'content-type': 'application/json' }),
        date: new Date(runtime.trueMs()).toUTCString(),
        ...headers,
      },
    })
  }
}

/** Fails as fetch does: a TypeError whose cause carries the runtime's code. */
export function refuse(code: string): Step {
  return () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })
  }
}

/** Never answers, and does not listen to the signal either. */
export const stall: Step = () => new Promise(() => {})

/** Begins an answer and cuts it. */
export const cutBody: Step = () =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"half":'))
        controller.error(new TypeError('terminated'))
      },
    }),
    { status: 200, headers: { 'content-type': 'application/json' } },
  )

/** Begins an answer and never ends it. */
export const stallBody: Step = () =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"half":'))
      },
    }),
    { status: 200, headers: { 'content-type': 'application/json' } },
  )
