import type { CallOptions } from '../operations/operation.ts'
import type { OptionKind } from '../options.ts'

/** Options of a function that reads until something has come about. */
export interface PollOptions {
  /** Ends the wait with an `AbortedError`. What was sent stays sent. Default: none. */
  readonly signal?: AbortSignal | undefined
  /** Wait between two reads, in milliseconds. */
  readonly pollIntervalMs?: number | undefined
  /** Limit on the whole wait, in milliseconds; one last read is made when it is reached. */
  readonly pollDeadlineMs?: number | undefined
  /** Options of the calls that are made: timeouts and headers. Default: those of the client. */
  readonly call?: Omit<CallOptions, 'signal'> | undefined
}

/** The names of {@link PollOptions}, for `checkOptions`. */
export const POLL_OPTIONS = [
  'signal',
  'pollIntervalMs',
  'pollDeadlineMs',
  'call',
] as const satisfies readonly (keyof PollOptions)[]

/** What the values of {@link PollOptions} have to be, for `checkKinds`: an interval of nothing would ask without a pause. */
export const POLL_KINDS = {
  signal: 'signal',
  pollIntervalMs: 'limit',
  pollDeadlineMs: 'wait',
} as const satisfies { readonly [name in keyof PollOptions]: OptionKind }

/**
 * The options of the calls that are made.
 *
 * @example
 * ```ts
 * pollCallOptions({ pollIntervalMs: 5, call: { timeoutMs: 1000 } }).timeoutMs // 1000
 * ```
 */
export function pollCallOptions(options: PollOptions): CallOptions {
  return { ...options.call, signal: options.signal }
}
