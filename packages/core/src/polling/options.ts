import { ConfigurationError } from '../errors/configuration-error.ts'
import type { CallOptions } from '../operations/operation.ts'

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

/**
 * Refuses times that no wait can keep to.
 *
 * @param owner The function the options belong to, for the message.
 * @throws {ConfigurationError} `option_invalid`.
 * @example
 * ```ts
 * checkPollTimes('waitForOrder', { pollIntervalMs: 0 })
 * // ConfigurationError: waitForOrder: pollIntervalMs must be above 0. Pass milliseconds, for example 500.
 * ```
 */
export function checkPollTimes(owner: string, { pollIntervalMs = 1, pollDeadlineMs = 0 }: PollOptions): void {
  // An interval of nothing would ask without a pause.
  if (!(typeof pollIntervalMs === 'number' && pollIntervalMs > 0))
    throw invalid(owner, 'pollIntervalMs must be above 0')
  if (!(typeof pollDeadlineMs === 'number' && pollDeadlineMs >= 0))
    throw invalid(owner, 'pollDeadlineMs must not be negative')
}

function invalid(owner: string, rule: string): ConfigurationError {
  return new ConfigurationError('option_invalid', `${owner}: ${rule}.`, 'Pass milliseconds, for example 500.')
}
