import type { PollOptions } from '@truemarkets/core'

/** Options that every flow understands. */
export interface FlowOptions<Progress> extends PollOptions<Progress> {
  /** Wait between two reads of the status, in milliseconds. Default: 2 000, the pace of the publisher's own client. */
  readonly pollIntervalMs?: number | undefined
  /** Limit on waiting for the end, counted from submission, in milliseconds. Default: 60 000. */
  readonly pollDeadlineMs?: number | undefined
}

/** The pace of the publisher's own client, and how long it keeps reading. */
export const POLL_DEFAULTS = { pollIntervalMs: 2_000, pollDeadlineMs: 60_000 }
