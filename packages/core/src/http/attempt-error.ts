import { AbortedError } from '../errors/aborted-error.ts'
import { ConnectionError } from '../errors/connection-error.ts'
import { CredentialError } from '../errors/credential-error.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import { ResponseTooLargeError } from '../errors/response-too-large-error.ts'
import { TimeoutError } from '../errors/timeout-error.ts'
import { TrueMarketsError } from '../errors/true-markets-error.ts'
import { isRecord } from '../json.ts'
import { BodyTooLarge } from '../response/read-body.ts'
import type { Limits } from './attempt-limits.ts'
import type { Call } from './exchange.ts'
import { neverConnected, type WireProgress } from './wire.ts'

/** What is known of an attempt when it has failed. */
interface FailedAttempt extends Readonly<WireProgress> {
  readonly number: number
  readonly limits: Pick<Limits, 'endedBy'>
}

/** The typed error for a failed attempt. Decided by what ended it and how far it got, never by a message. */
export function attemptError(error: unknown, call: Call, state: FailedAttempt): TrueMarketsError {
  const { number, reached, status } = state
  const details = { operation: call.operation.id, attempts: reached === undefined ? number - 1 : number }
  const endedBy = state.limits.endedBy()
  if (endedBy === 'caller') return abortedCall(call, details.attempts)
  if (endedBy === 'attempt') return new TimeoutError('attempt', call.limits.timeoutMs, details)
  if (endedBy === 'deadline') return new TimeoutError('deadline', call.limits.deadlineMs, details)
  if (error instanceof BodyTooLarge) return new ResponseTooLargeError(error.limit, { ...details, status })
  if (reached !== undefined) {
    const phase = reached === 'headers' && neverConnected(error) ? 'connect' : reached
    return new ConnectionError(phase, { ...details, cause: error })
  }
  // That a token was lost on its way says nothing about this call, which was not sent, and must not read as if it did.
  if (error instanceof TrueMarketsError && !(error instanceof OutcomeUnknownError)) return error
  const nextStep = 'Read cause, which says why the source of the credential failed; nothing was sent.'
  return new CredentialError('credential_missing', 'The credential could not be obtained.', nextStep, {
    ...details,
    cause: error,
    // An error of another version of this package, for one, is none of our class and knows it all the same.
    retryable: isRecord(error) && error['retryable'] === true,
  })
}

/**
 * The error for a call that its caller gave up. A write that may be repeated may have taken effect; of one that must not be,
 * that is for an `OutcomeUnknownError` to say.
 */
export function abortedCall(call: Call, attempts: number): AbortedError {
  const { operation, signal } = call
  const settle = operation.retry === 'idempotent' && attempts > 0 ? call.settle : undefined
  return new AbortedError({ operation: operation.id, attempts, cause: signal?.reason, settle })
}

/** Whether a failure may pass by itself: the network, or the time of one attempt. */
export function isTransient(error: TrueMarketsError): boolean {
  return error instanceof ConnectionError || (error instanceof TimeoutError && error.scope === 'attempt')
}
