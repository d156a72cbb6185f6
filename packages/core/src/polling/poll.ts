import { AbortedError } from '../errors/aborted-error.ts'
import { NotFoundError } from '../errors/not-found-error.ts'
import type { Settlement } from '../errors/outcome-unknown-error.ts'
import { RateLimitError } from '../errors/rate-limit-error.ts'
import { TrueMarketsError } from '../errors/true-markets-error.ts'
import type { Time } from '../http/time.ts'
import type { CallOptions } from '../operations/operation.ts'
import { type PollOptions, pollCallOptions } from './options.ts'

/** What is read, and until when. */
export interface Polled<Value> {
  /** Reads once, with the options of the call it makes. */
  readonly read: (call: CallOptions) => Promise<Value>
  /** Whether the wait ends with this value. Asked once for each value. */
  readonly reached: (value: Value) => boolean
  /** Told of each value that was read, before the wait ends with it or goes on. What it throws ends the wait. */
  readonly onRead?: (value: Value) => unknown
  /** A value at hand, in place of the first read. Default: none, and the first read is made at once. */
  readonly first?: Value | undefined
  /** How to find after an abort what was sent before and goes on. Default: nothing was sent. */
  readonly settle?: Settlement | undefined
}

/** How a wait ended. `last` is the newest value; undefined when no read ever succeeded, and then `error` says why. */
export type PollEnd<Value> =
  | { readonly kind: 'reached'; readonly last: Value }
  | { readonly kind: 'deadline'; readonly last: Value; readonly error: undefined }
  | { readonly kind: 'deadline' | 'unreadable'; readonly last: Value | undefined; readonly error: TrueMarketsError }

/** How long a thing has to be missing until it is: what was created a moment ago may not be readable yet. */
const MISSING_MS = 5_000

/**
 * Reads until `reached` says so.
 *
 * A failure that time may heal is no news, and the wait goes on, no sooner than a rate limit allows; so is an answer that
 * cannot be read, as a proxy gives it, and a thing that is not found, unless it stays away for five seconds. Any other failure
 * of the service ends the wait. What the caller did (an abort) or a defect made is thrown, and the `AbortedError` says how to
 * find what goes on.
 *
 * @param defaults Times for a caller who gives none, in milliseconds.
 */
export async function poll<Value>(
  { read, reached, onRead, first, settle }: Polled<Value>,
  options: PollOptions,
  defaults: { readonly pollIntervalMs: number; readonly pollDeadlineMs: number },
  time: Time,
): Promise<PollEnd<Value>> {
  const { pollIntervalMs = defaults.pollIntervalMs, pollDeadlineMs = defaults.pollDeadlineMs, signal } = options
  const call = pollCallOptions(options)
  const endMs = time.now() + pollDeadlineMs
  let last = first
  if (last !== undefined && reached(last)) return { kind: 'reached', last }
  let waitMs = last === undefined ? 0 : pollIntervalMs
  let error: TrueMarketsError | undefined
  let missingSinceMs: number | undefined
  const isFinal = (failure: TrueMarketsError): boolean => {
    if (!(failure instanceof NotFoundError)) return !isNoNews(failure)
    missingSinceMs ??= time.now()
    return time.now() - missingSinceMs >= MISSING_MS
  }
  for (;;) {
    const remainingMs = endMs - time.now()
    if (waitMs > 0) {
      // The last read, too, is no sooner than a rate limit allows; where that is too late, waiting would change nothing.
      const isTooLate = error instanceof RateLimitError && waitMs > remainingMs
      if (remainingMs <= 0 || isTooLate) {
        // Without a failure there is a value: the wait began with one, or a read gave it.
        return error === undefined
          ? { kind: 'deadline', last: last as Value, error }
          : { kind: 'deadline', last, error }
      }
      await time.sleep(Math.min(waitMs, remainingMs), signal)
      if (signal?.aborted === true) throw new AbortedError({ cause: signal.reason, settle })
    }
    // A read that stalls must not outlast the wait; the last one gets an interval.
    const limitMs = Math.max(pollIntervalMs, endMs - time.now())
    error = undefined
    try {
      last = await read({ ...call, deadlineMs: Math.min(call.deadlineMs ?? limitMs, limitMs) })
    } catch (thrown) {
      if (thrown instanceof AbortedError) {
        const { operation, attempts, cause } = thrown
        throw new AbortedError({ operation, attempts, cause, settle })
      }
      if (!(thrown instanceof TrueMarketsError)) throw thrown
      if (isFinal(thrown)) return { kind: 'unreadable', last, error: thrown }
      error = thrown
    }
    if (last !== undefined && error === undefined) {
      missingSinceMs = undefined
      // A failure of the caller's own is none of the read, whatever its class.
      await onRead?.(last)
      if (reached(last)) return { kind: 'reached', last }
    }
    waitMs = error instanceof RateLimitError ? Math.max(pollIntervalMs, error.retryAfterMs ?? 0) : pollIntervalMs
  }
}

function isNoNews(error: TrueMarketsError): boolean {
  return error.retryable || error.code === 'response_undecodable' || error.code === 'response_empty'
}
