import type { CallOptions } from '../operations/operation.ts'
import { checkKinds, checkOptions, type OptionKind } from '../options.ts'

/** Options of a function that follows something until it has come about. */
export interface PollOptions<Progress = never> {
  /**
   * Ends the wait with an `AbortedError`. What was sent stays sent; then `settle` of the error names the read that shows it.
   * Default: none.
   */
  readonly signal?: AbortSignal | undefined
  /** Wait between two reads, in milliseconds. */
  readonly pollIntervalMs?: number | undefined
  /** Limit on the whole wait, in milliseconds; one last read is made when it is reached. */
  readonly pollDeadlineMs?: number | undefined
  /** Options of the calls that are made: timeouts and headers. Default: those of the client. */
  readonly call?: Omit<CallOptions, 'signal'> | undefined
  /** Called at every step as it happens. It is waited for where it is async, and a throw from it ends the wait. Default: none. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined
}

/** An interval of nothing would ask without a pause. */
const KINDS = {
  signal: 'signal',
  pollIntervalMs: 'limit',
  pollDeadlineMs: 'wait',
  onProgress: 'function',
} as const satisfies { readonly [name in keyof PollOptions]: OptionKind }

/**
 * Refuses options that nobody reads or that no wait can keep to, before anything is sent.
 *
 * @param owner The function the options belong to, for the message.
 * @param more Names of the options that it has beside {@link PollOptions}.
 * @throws {ConfigurationError} `option_unknown` or `option_invalid`.
 * @example
 * ```ts
 * checkPollOptions({ pollIntervalMs: 0 }, 'waitForOrder')
 * // ConfigurationError: pollIntervalMs is not a number above zero. Pass a number above zero, or leave it out for the default.
 * ```
 */
export function checkPollOptions(options: PollOptions, owner: string, more: readonly string[] = []): void {
  checkOptions(options, [...Object.keys(KINDS), 'call', ...more], owner)
  checkKinds(options, KINDS)
}

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
