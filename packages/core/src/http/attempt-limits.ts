import { AbortedError } from '../errors/aborted-error.ts'
import { ConnectionError } from '../errors/connection-error.ts'
import { CredentialError } from '../errors/credential-error.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import { ResponseTooLargeError } from '../errors/response-too-large-error.ts'
import { TimeoutError } from '../errors/timeout-error.ts'
import { TrueMarketsError } from '../errors/true-markets-error.ts'
import type { AttemptState } from './attempt.ts'
import type { Call } from './exchange.ts'
import { BodyTooLarge } from './read-body.ts'
import type { Runtime } from './runtime.ts'
import { neverConnected } from './wire.ts'

/** Why an attempt was ended from outside. */
export type EndedBy = 'caller' | 'attempt' | 'deadline' | undefined

/** The limits of one attempt, as its work sees them. */
export interface Limits {
  /** Aborted when the attempt is ended from outside. */
  readonly signal: AbortSignal
  /** Why it was ended, once it was. */
  endedBy(): EndedBy
  /** Settles with `work`, or rejects as soon as the attempt is ended; for work that may ignore the signal. */
  readonly orEnd: <Result>(work: Promise<Result>) => Promise<Result>
  /** Lets go of the timer and the listener. Call it once the attempt is over. */
  release(): void
}

/** Starts the limits of one attempt: the caller's signal, the attempt's timeout and what is left of the deadline. */
export function startLimits(runtime: Runtime, call: Call, remainingMs: number): Limits {
  const controller = new AbortController()
  let endedBy: EndedBy
  // One piece of work waits at a time; a callback costs less than a listener on the signal.
  let giveUp: (() => void) | undefined
  const end = (by: EndedBy, reason?: unknown): void => {
    endedBy ??= by
    controller.abort(reason)
    giveUp?.()
  }
  const byCaller = (): void => end('caller', call.signal?.reason)
  const { timeoutMs } = call.limits
  const cancel = runtime.after(Math.max(0, Math.min(timeoutMs, remainingMs)), () =>
    end(timeoutMs <= remainingMs ? 'attempt' : 'deadline'),
  )
  if (call.signal?.aborted === true) byCaller()
  else call.signal?.addEventListener('abort', byCaller, { once: true })
  return {
    signal: controller.signal,
    endedBy: () => endedBy,
    orEnd: (work) =>
      new Promise((resolve, reject) => {
        giveUp = () => reject(new Error('ended from outside'))
        if (endedBy !== undefined) giveUp()
        work.then(resolve, reject)
      }),
    release() {
      cancel()
      call.signal?.removeEventListener('abort', byCaller)
    },
  }
}

/** The typed error for a failed attempt. Decided by what ended it and how far it got, never by a message. */
export function attemptError(error: unknown, call: Call, state: AttemptState): TrueMarketsError {
  const { number, reached } = state
  const details = { operation: call.operation.id, attempts: reached === undefined ? number - 1 : number }
  const endedBy = state.limits.endedBy()
  if (endedBy === 'caller') return new AbortedError({ ...details, cause: call.signal?.reason })
  if (endedBy === 'attempt') return new TimeoutError('attempt', call.limits.timeoutMs, details)
  if (endedBy === 'deadline') return new TimeoutError('deadline', call.limits.deadlineMs, details)
  if (error instanceof BodyTooLarge) return new ResponseTooLargeError(error.limit, details)
  if (reached !== undefined) {
    const phase = reached === 'headers' && neverConnected(error) ? 'connect' : reached
    return new ConnectionError(phase, { ...details, cause: error })
  }
  // That a token was lost on its way says nothing about this call, which was not sent, and must not read as if it did.
  if (error instanceof TrueMarketsError && !(error instanceof OutcomeUnknownError)) return error
  return new CredentialError('credential_missing', 'The credential could not be obtained.', 'See the cause.', {
    ...details,
    cause: error,
  })
}

/** Whether a failure may pass by itself: the network, or the time of one attempt. */
export function isTransient(error: TrueMarketsError): boolean {
  return error instanceof ConnectionError || (error instanceof TimeoutError && error.scope === 'attempt')
}
