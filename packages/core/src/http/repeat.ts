import { openChannel } from '#platform'
import { ConnectionError } from '../errors/connection-error.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import { RedirectError } from '../errors/redirect-error.ts'
import type { TrueMarketsError } from '../errors/true-markets-error.ts'
import { isRecord, parseJson } from '../json.ts'
import type { Reporter } from '../observe/reporter.ts'
import type { Attempt, AttemptState } from './attempt.ts'
import { abortedCall, isTransient } from './attempt-error.ts'
import { startLimits } from './attempt-limits.ts'
import type { Call, Exchange } from './exchange.ts'
import type { RetryQuota } from './quota.ts'
import { backoffMs, isRetryableStatus } from './retry.ts'
import type { Runtime } from './runtime.ts'
import { timeOf } from './time.ts'
import { NotSent } from './transport.ts'

/** What the repeating layer works with. */
export interface RepeatTools {
  readonly runtime: Runtime
  readonly report: Reporter | undefined
  readonly quota: RetryQuota
}

/** How one attempt ended. */
type Outcome =
  | { readonly kind: 'answer'; readonly state: AttemptState; readonly exchange: Exchange }
  | { readonly kind: 'failure'; readonly state: AttemptState; readonly error: TrueMarketsError }

/** What has been tried once already and is not tried again. */
interface Remedies {
  clock: boolean
  credential: boolean
}

interface Plan {
  readonly delayMs: number
  readonly reason: string
}

/**
 * Redirects that say that the request is to be made elsewhere, so that nothing was done here (RFC 9110, 15.4). A 303 shows
 * where the answer to a request that was done is to be read, many servers use 302 for that, and browsers show no status.
 */
const NOT_DONE_HERE: ReadonlySet<number> = new Set([301, 307, 308])

const requests = /* @__PURE__ */ openChannel('request')
const attempts = /* @__PURE__ */ openChannel('attempt')

/**
 * Makes the layer that decides whether a call is sent again.
 *
 * - `never`: sent once. The exceptions are proofs that nothing was done: a 401 in the service's own form that the clock
 *   explains, and a transport that says {@link NotSent}. A 421 is another, of which the `fetch` of a runtime makes use by itself.
 * - `safe`, `idempotent`: repeated after failures of the network and the statuses of `isRetryableStatus`, within the
 *   policy, the quota and the deadline; once more after a 401 that a corrected clock or a new token can cure.
 */
export function createRepeat(attempt: Attempt, tools: RepeatTools): (call: Call) => Promise<Exchange> {
  const { runtime, report } = tools
  const time = timeOf(runtime)

  const run = async (call: Call): Promise<Exchange> => {
    const remedies: Remedies = { clock: false, credential: false }
    let nowMs = runtime.monotonicMs()
    const deadlineMs = nowMs + call.limits.deadlineMs
    for (let number = 1; ; number++) {
      const outcome = await once(call, number, remedies.credential, nowMs, deadlineMs - nowMs)
      const plan = planNext(call, outcome, remedies, deadlineMs)
      if (plan === undefined) return conclude(call, outcome)
      report?.({ type: 'retry', operation: call.operation.id, attempt: number, ...plan })
      await time.sleep(plan.delayMs, call.signal)
      if (call.signal?.aborted === true) throw abortedCall(call, number)
      nowMs = runtime.monotonicMs()
      // The program, or the whole machine, may have stood still.
      if (nowMs >= deadlineMs) return conclude(call, outcome)
    }
  }

  const once = async (
    call: Call,
    number: number,
    renewed: boolean,
    startedMs: number,
    remainingMs: number,
  ): Promise<Outcome> => {
    const limits = startLimits(runtime, call, remainingMs)
    const state: AttemptState = { number, limits, renewed, reached: undefined, status: undefined }
    let outcome: Outcome
    try {
      const exchange = await attempts.trace(
        () => attempt(call, state),
        () => ({ operation: call.operation.id, attempt: number }),
        summary,
      )
      outcome = { kind: 'answer', state, exchange }
    } catch (error) {
      // An attempt throws nothing else.
      outcome = { kind: 'failure', state, error: error as TrueMarketsError }
    }
    limits.release()
    report?.({
      type: 'attempt',
      operation: call.operation.id,
      attempt: number,
      status: outcome.kind === 'answer' ? outcome.exchange.status : undefined,
      durationMs: runtime.monotonicMs() - startedMs,
      errorCode: outcome.kind === 'failure' ? outcome.error.code : undefined,
    })
    return outcome
  }

  const planNext = (call: Call, outcome: Outcome, remedies: Remedies, deadlineMs: number): Plan | undefined => {
    const { number } = outcome.state
    if (outcome.kind === 'answer' && outcome.exchange.status === 401) return remedy(call, outcome.exchange, remedies)
    if (call.operation.retry === 'never' && !isNotSent(outcome)) return undefined
    if (number >= call.limits.retry.attempts) return undefined
    // What failed before the wire was the credential, and its source has retries of its own.
    if (outcome.state.reached === undefined) return undefined
    if (outcome.kind === 'answer' ? !isPassing(call, outcome.exchange) : !isTransient(outcome.error)) return undefined
    const asked = outcome.kind === 'answer' ? (outcome.exchange.retryAfterMs ?? 0) : 0
    const delayMs = Math.max(asked, backoffMs(number, call.limits.retry, runtime.random()))
    // A wait that ends after the deadline would only delay the same answer.
    if (runtime.monotonicMs() + delayMs >= deadlineMs || !tools.quota.take()) return undefined
    return { delayMs, reason: outcome.kind === 'answer' ? `status ${outcome.exchange.status}` : outcome.error.name }
  }

  const remedy = (call: Call, exchange: Exchange, remedies: Remedies): Plan | undefined => {
    if (call.limits.retry.attempts === 1) return undefined
    if (exchange.skewMs !== undefined && !remedies.clock) {
      remedies.clock = true
      if (call.operation.retry !== 'never' || refusedByService(exchange))
        return { delayMs: 0, reason: 'clock corrected' }
    }
    if (exchange.renewable && call.operation.retry !== 'never') {
      remedies.credential = true
      return { delayMs: 0, reason: 'credential renewed' }
    }
    return undefined
  }

  const conclude = (call: Call, outcome: Outcome): Exchange => {
    const operation = call.operation.id
    if (outcome.kind === 'answer') {
      const { exchange } = outcome
      const { status, attempts } = exchange
      if (status === 0 || (status >= 300 && status < 400)) {
        const redirect = new RedirectError(targetOrigin(exchange), { operation, status, attempts })
        if (call.operation.retry !== 'never' || NOT_DONE_HERE.has(status)) throw redirect
        throw new OutcomeUnknownError({ operation, status, attempts, cause: redirect, settle: call.settle })
      }
      if (status < 300) tools.quota.succeed()
      return exchange
    }
    if (call.operation.retry !== 'never' || !mayHaveArrived(outcome)) throw outcome.error
    throw new OutcomeUnknownError({
      operation,
      attempts: outcome.state.number,
      cause: outcome.error,
      settle: call.settle,
    })
  }

  return (call) => {
    const { id, method, path } = call.operation
    report?.({ type: 'request', operation: id, method, path })
    return requests.trace(
      () => run(call),
      () => ({ operation: id, method, path }),
      summary,
    )
  }
}

/** Whether the server may have seen the request: it was put on the wire, and not onto a connection that was never made. */
function mayHaveArrived({ state, error }: Outcome & { kind: 'failure' }): boolean {
  return state.reached !== undefined && !(error instanceof ConnectionError && error.phase === 'connect')
}

/** Whether the transport itself proves that nothing was written. */
function isNotSent(outcome: Outcome): boolean {
  return (
    outcome.kind === 'failure' && outcome.error instanceof ConnectionError && outcome.error.cause instanceof NotSent
  )
}

/** What tracing may know of an answer. */
function summary({ status, attempts }: Exchange): { readonly status: number; readonly attempts: number } {
  return { status, attempts }
}

/** Another attempt may be answered better. A status the operation counts as a success is an answer, even 503. */
function isPassing(call: Call, { status }: Exchange): boolean {
  return isRetryableStatus(status) && !call.operation.success.includes(status)
}

/** A 401 in one of the service's own JSON shapes: the service itself refused the request, and said so. */
function refusedByService(exchange: Exchange): boolean {
  // Anything but JSON may come from a proxy, and what happened behind it is not proven.
  const body = parseJson(exchange.text)
  if (!body.ok || !isRecord(body.value)) return false
  const { value } = body
  return ['error', 'message', 'title', 'type'].some((name) => name in value)
}

function targetOrigin(exchange: Exchange): string | undefined {
  const location = exchange.headers.get('location')
  if (location === null || !URL.canParse(location, exchange.call.url)) return undefined
  return new URL(location, exchange.call.url).origin
}
