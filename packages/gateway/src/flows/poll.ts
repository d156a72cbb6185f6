import { AbortedError, RateLimitError, TrueMarketsError } from '@truemarkets/core'
import type { FlowTime } from './time.ts'

/** How long and how often to look. */
export interface PollPace {
  /** Wait between two reads, in milliseconds. */
  readonly intervalMs: number
  /** Limit on the whole wait, in milliseconds; one last read is made when it is reached. */
  readonly deadlineMs: number
  /** Ends the wait with an `AbortedError`. */
  readonly signal: AbortSignal | undefined
  readonly time: FlowTime
}

/** How a wait ended. `last` is the newest value that was read; undefined when no read ever succeeded. */
export type PollEnd<Value> =
  | { readonly kind: 'reached'; readonly last: Value }
  | { readonly kind: 'deadline'; readonly last: Value | undefined; readonly error: TrueMarketsError | undefined }
  | { readonly kind: 'unreadable'; readonly last: Value | undefined; readonly error: TrueMarketsError }

/**
 * Reads until `reached` says so. The first read is made at once.
 *
 * A failure that time may heal is no news, and the wait goes on; so is an answer that cannot be read, as a proxy gives it.
 * Any other failure of the service ends the wait. What the caller did (an abort) or a defect made is thrown.
 */
export async function poll<Value>(
  read: (remainingMs: number) => Promise<Value>,
  reached: (value: Value) => boolean,
  pace: PollPace,
): Promise<PollEnd<Value>> {
  const end = pace.time.now() + pace.deadlineMs
  let last: Value | undefined
  for (;;) {
    let error: TrueMarketsError | undefined
    try {
      last = await read(Math.max(pace.intervalMs, end - pace.time.now()))
      if (reached(last)) return { kind: 'reached', last }
    } catch (thrown) {
      if (!(thrown instanceof TrueMarketsError) || thrown.code === 'aborted') throw thrown
      if (!isNoNews(thrown)) return { kind: 'unreadable', last, error: thrown }
      error = thrown
    }
    const remaining = end - pace.time.now()
    if (remaining <= 0) return { kind: 'deadline', last, error }
    await pace.time.sleep(Math.min(waitAfter(error, pace.intervalMs), remaining), pace.signal)
    if (pace.signal?.aborted === true) throw new AbortedError({ cause: pace.signal.reason })
  }
}

function isNoNews(error: TrueMarketsError): boolean {
  return error.retryable || error.code === 'response_undecodable' || error.code === 'response_empty'
}

function waitAfter(error: TrueMarketsError | undefined, intervalMs: number): number {
  return error instanceof RateLimitError ? Math.max(intervalMs, error.retryAfterMs ?? 0) : intervalMs
}
