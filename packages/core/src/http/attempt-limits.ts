import { AbortedError } from '../errors/aborted-error.ts'
import { ConnectionError } from '../errors/connection-error.ts'
import { CredentialError } from '../errors/credential-error.ts'
import { ResponseTooLargeError } from '../errors/response-too-large-error.ts'
import { TimeoutError } from '../errors/timeout-error.ts'
import { TrueMarketsError } from '../errors/true-markets-error.ts'
import type { AttemptState } from './attempt.ts'
import type { Call } from './exchange.ts'
import type { Runtime } from './runtime.ts'
import { WireFailure } from './wire.ts'

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
}

/**
 * Runs one attempt under its limits: the caller's signal, the attempt's timeout and what is left of the deadline.
 *
 * The timer and the listener are gone when it returns.
 */
export async function withLimits<Result>(
  runtime: Runtime,
  call: Call,
  remainingMs: number,
  work: (limits: Limits) => Promise<Result>,
): Promise<Result> {
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
  const limits: Limits = {
    signal: controller.signal,
    endedBy: () => endedBy,
    orEnd: (pending) =>
      new Promise((resolve, reject) => {
        giveUp = () => reject(new Error('ended from outside'))
        if (endedBy !== undefined) giveUp()
        pending.then(resolve, reject)
      }),
  }
  try {
    return await work(limits)
  } finally {
    cancel()
    call.signal?.removeEventListener('abort', byCaller)
  }
}

/** The typed error for a failed attempt. Decided by what ended it and how far it got, never by a message. */
export function attemptError(error: unknown, call: Call, state: AttemptState, endedBy: EndedBy): TrueMarketsError {
  const details = { operation: call.operation.id, attempts: state.sent ? state.number : state.number - 1 }
  if (endedBy === 'caller') return new AbortedError({ ...details, cause: call.signal?.reason })
  if (endedBy === 'attempt') return new TimeoutError('attempt', call.limits.timeoutMs, details)
  if (endedBy === 'deadline') return new TimeoutError('deadline', call.limits.deadlineMs, details)
  if (error instanceof WireFailure) {
    if (error.tooLarge !== undefined) return new ResponseTooLargeError(error.tooLarge, details)
    return new ConnectionError(error.phase, { ...details, cause: error.cause })
  }
  if (error instanceof TrueMarketsError) return error
  // After the wire only the reading of an answer is left.
  if (state.sent) return new ConnectionError('body', { ...details, cause: error })
  return new CredentialError('credential_missing', 'The credential could not be obtained.', 'See the cause.', {
    ...details,
    cause: error,
  })
}

/** Whether a failure may pass by itself: the network, or the time of one attempt. */
export function isTransient(error: TrueMarketsError): boolean {
  return error instanceof ConnectionError || (error instanceof TimeoutError && error.scope === 'attempt')
}
