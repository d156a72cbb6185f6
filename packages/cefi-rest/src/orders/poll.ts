import { AbortedError, type CallOptions, type Runtime, TrueMarketsError } from '@truemarkets/core'

/** How a wait looks at an order. */
export interface WaitOptions {
  /** Wait between two looks, in milliseconds. Default: 500, the pace of a live client. */
  readonly pollIntervalMs?: number | undefined
  /** Limit on the whole wait, in milliseconds. Default: 30 000; a cancel can stay pending that long. */
  readonly pollDeadlineMs?: number | undefined
  /** Ends the wait with an `AbortedError`. What was sent stays sent. Default: none. */
  readonly signal?: AbortSignal | undefined
  /** Options of the calls that the wait makes. Default: those of the client. */
  readonly call?: Omit<CallOptions, 'signal'> | undefined
}

/** The parts of the runtime that a wait needs; a test hands in a clock that jumps. */
export type Pace = Pick<Runtime, 'monotonicMs' | 'after'>

const POLL_INTERVAL_MS = 500
const POLL_DEADLINE_MS = 30_000

/**
 * Looks again until `done`, or until no further look fits into the time. The first look is the caller's.
 *
 * A failure that time may heal is no news, and the wait goes on; any other is thrown.
 *
 * @returns What was seen last.
 */
export async function poll<Seen>(
  first: Seen,
  look: () => Promise<Seen>,
  done: (seen: Seen) => boolean,
  options: WaitOptions,
  pace: Pace,
): Promise<Seen> {
  const { pollIntervalMs = POLL_INTERVAL_MS, pollDeadlineMs = POLL_DEADLINE_MS, signal } = options
  const end = pace.monotonicMs() + pollDeadlineMs
  let seen = first
  while (!done(seen) && pace.monotonicMs() + pollIntervalMs <= end) {
    await sleep(pollIntervalMs, pace, signal)
    try {
      seen = await look()
    } catch (error) {
      if (!(error instanceof TrueMarketsError) || !error.retryable) throw error
    }
  }
  return seen
}

/** The options of the calls a wait makes. */
export function callOptionsOf(options: WaitOptions): CallOptions {
  return { ...options.call, signal: options.signal }
}

function sleep(ms: number, pace: Pace, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      cancel()
      reject(new AbortedError({ cause: signal?.reason }))
    }
    if (signal?.aborted === true) {
      reject(new AbortedError({ cause: signal.reason }))
      return
    }
    const cancel = pace.after(ms, () => {
      signal?.removeEventListener('abort', abort)
      resolve()
    })
    signal?.addEventListener('abort', abort, { once: true })
  })
}
