import type { ExpectStatic } from 'vitest'
import { hmacAuthorizer } from '../src/credentials/hmac-authorizer.ts'
import { hmacKey } from '../src/credentials/hmac-key.ts'
import { createOperations } from '../src/http/create-operations.ts'
import { createPipeline } from '../src/http/pipeline.ts'
import { type FaultRow, LIMITS, PATIENT_LIMITS } from './fault-row.ts'
import { TABLE, type TestApi } from './harness.ts'

/** What a busy machine may add to any call. */
const SLACK_MS = 5000

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
  readonly elapsedMs: number
  readonly logs: readonly string[]
}

/** A client of a port, with the real fetch, real sockets and real time. */
export function client(
  port: number,
  scheme = 'http',
  limits: typeof LIMITS | typeof PATIENT_LIMITS = PATIENT_LIMITS,
): { readonly api: TestApi; readonly logs: string[] } {
  const logs: string[] = []
  const line = (message: string): void => void logs.push(message.replace('truemarkets ', ''))
  const pipeline = createPipeline({
    baseUrl: `${scheme}://127.0.0.1:${port}/v1`,
    operations: TABLE,
    authorizer: hmacAuthorizer(hmacKey({ organizationId: 'o', keyId: 'k', secret: 's' }), { scheme: 'cefi-rest' }),
    logger: { debug: line, warn: line },
    ...limits,
  })
  return { api: createOperations<TestApi>(TABLE, { pipeline }), logs }
}

/** Makes one call of a class and says what came of it. A row that stalls gets limits that end it soon. */
export async function observe(
  port: number,
  retryClass: RetryClass,
  row?: Pick<FaultRow, 'repeated' | 'stalls'>,
  scheme?: string,
): Promise<Observed> {
  const stalls = row?.stalls ?? row?.repeated.startsWith('timed_out')
  const { api, logs } = client(port, scheme, stalls ? LIMITS : PATIENT_LIMITS)
  const started = performance.now()
  const code = await CALLS[retryClass](api).then(
    () => 'ok',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : `not typed: ${String(error)}`,
  )
  const sends = logs.filter((message) => message === 'attempt').length
  return { outcome: `${code} ×${sends}`, elapsedMs: performance.now() - started, logs }
}

/** Fails unless a call came to what the row says: outcome, sends, time and log. */
export function expectRow(
  expect: ExpectStatic,
  { repeated, never, elapsed = [0, 1000], warnings = [] }: FaultRow,
  retryClass: RetryClass,
  { outcome, elapsedMs, logs }: Observed,
): void {
  const expected = retryClass === 'never' ? never : repeated
  expect(outcome).toBe(expected)
  expect(logs.filter((message) => !WARNINGS.has(message))).toEqual(expectedLogs(sendsOf(expected)))
  expect(logs.filter((message) => WARNINGS.has(message))).toEqual(warnings)
  if (retryClass !== 'never') expect(elapsedMs).toBeGreaterThanOrEqual(elapsed[0])
  expect(elapsedMs).toBeLessThanOrEqual(elapsed[1] + SLACK_MS)
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
