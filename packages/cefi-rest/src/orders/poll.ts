import {
  AbortedError,
  type CallOptions,
  ConfigurationError,
  checkOptions,
  RateLimitError,
  type Runtime,
  TrueMarketsError,
} from '@truemarkets/core'

/** How a wait looks at an order. */
export interface WaitOptions {
  /** Wait between two looks, in milliseconds. Default: 500, the pace of a live client. */
  readonly pollIntervalMs?: number | undefined
  /** Limit on the whole wait with its last look, in milliseconds. Default: 30 000; a cancel can stay pending that long. */
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

/** One look at an order, with the options of the call it makes. */
export type Look<Seen> = (call: CallOptions) => Promise<Seen>

/**
 * Looks again until `done`, or until no further look fits into the time. The first look is the caller's.
 *
 * A failure that time may heal is no news, and the wait goes on, no sooner than a rate limit allows; so is an answer that
 * cannot be read, as a proxy gives it. Any other failure is thrown.
 *
 * @returns What was seen last.
 */
export async function poll<Seen>(
  first: Seen,
  look: Look<Seen>,
  done: (seen: Seen) => boolean,
  options: WaitOptions,
  pace: Pace,
): Promise<Seen> {
  const { pollIntervalMs = POLL_INTERVAL_MS, pollDeadlineMs = POLL_DEADLINE_MS, signal } = options
  const end = pace.monotonicMs() + pollDeadlineMs
  const call = callOptionsOf(options)
  let seen = first
  let waitMs = pollIntervalMs
  while (!done(seen) && pace.monotonicMs() + waitMs <= end) {
    await sleep(waitMs, pace, signal)
    // A look that stalls must not outlast the wait; the last one gets an interval.
    const leftMs = Math.max(pollIntervalMs, end - pace.monotonicMs())
    try {
      seen = await look({ ...call, deadlineMs: Math.min(call.deadlineMs ?? leftMs, leftMs) })
      waitMs = pollIntervalMs
    } catch (error) {
      if (!(error instanceof TrueMarketsError) || !isNoNews(error)) throw error
      waitMs = Math.max(pollIntervalMs, error instanceof RateLimitError ? (error.retryAfterMs ?? 0) : 0)
    }
  }
  return seen
}

function isNoNews(error: TrueMarketsError): boolean {
  return error.retryable || error.code === 'response_undecodable' || error.code === 'response_empty'
}

/**
 * Refuses options that nobody reads or that no wait can keep to, before anything is sent.
 *
 * @throws {ConfigurationError} `option_unknown` or `option_invalid`.
 */
export function checkWait(name: string, options: WaitOptions, more: readonly string[] = []): void {
  checkOptions(options, ['pollIntervalMs', 'pollDeadlineMs', 'signal', 'call', ...more], name)
  const { pollIntervalMs = POLL_INTERVAL_MS, pollDeadlineMs = POLL_DEADLINE_MS } = options
  // An interval of nothing would ask without a pause.
  if (!(pollIntervalMs > 0)) throw invalid(name, 'pollIntervalMs must be above 0')
  if (!(pollDeadlineMs >= 0)) throw invalid(name, 'pollDeadlineMs must not be negative')
}

function invalid(name: string, rule: string): ConfigurationError {
  return new ConfigurationError('option_invalid', `${name}: ${rule}.`, 'Pass milliseconds, for example 500.')
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
