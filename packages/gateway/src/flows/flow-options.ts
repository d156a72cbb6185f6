import type { PollOptions } from '@truemarkets/core'

/** Options that every flow understands. */
export interface FlowOptions<Progress> extends PollOptions {
  /**
   * Ends the flow by throwing `AbortedError`. What was already submitted stays submitted; then `settle` of the error names
   * the read that shows it. Default: none.
   */
  readonly signal?: AbortSignal | undefined
  /** Wait between two reads of the status, in milliseconds. Default: 2 000, the pace of the publisher's own client. */
  readonly pollIntervalMs?: number | undefined
  /** Limit on waiting for the end, counted from submission, in milliseconds. Default: 60 000. */
  readonly pollDeadlineMs?: number | undefined
  /**
   * Called at every step as it happens. The flow waits for it where it is async, and a throw from it ends the flow. Default:
   * none.
   */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined
}
