import { checkKinds, checkOptions, checkPollTimes, POLL_OPTIONS, type PollOptions } from '@truemarkets/core'

/** How a wait looks at an order. */
export interface WaitOptions extends PollOptions {
  /**
   * Ends the wait with an `AbortedError`. What was sent stays sent; then `settle` of the error names the read that shows it.
   * Default: none.
   */
  readonly signal?: AbortSignal | undefined
  /** Wait between two looks, in milliseconds. Default: 500, the pace of a live client. */
  readonly pollIntervalMs?: number | undefined
  /** Limit on the whole wait, in milliseconds. Default: 30 000; a cancel can stay pending that long. */
  readonly pollDeadlineMs?: number | undefined
}

/**
 * Refuses options that nobody reads or that no wait can keep to, before anything is sent.
 *
 * @throws {ConfigurationError} `option_unknown` or `option_invalid`.
 */
export function checkWait(name: string, options: WaitOptions, more: readonly string[] = []): void {
  checkOptions(options, [...POLL_OPTIONS, ...more], name)
  checkKinds(options, { signal: 'signal' })
  checkPollTimes(name, options)
}
