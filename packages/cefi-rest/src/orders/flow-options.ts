import { ConfigurationError, isRecord, type PollOptions } from '@truemarkets/core'

/** Options that every helper which follows an order understands. */
export interface FlowOptions<Progress> extends PollOptions<Progress> {
  /** Wait between two reads of the order, in milliseconds. Default: 500, the pace of a live client. */
  readonly pollIntervalMs?: number | undefined
  /** Limit on the whole wait, in milliseconds. Default: 30 000; a cancel can stay pending that long. */
  readonly pollDeadlineMs?: number | undefined
}

/** The pace of a live client, and how long a cancel can stay pending. */
export const POLL_DEFAULTS = { pollIntervalMs: 500, pollDeadlineMs: 30_000 }

/** A change of an order's status, as it is read. */
export interface OrderStatusProgress {
  readonly step: 'status'
  /** The reference that the order was asked for by. */
  readonly refId: string
  readonly status: string
}

/**
 * Refuses parameters without a place for the reference, for example the reference alone: a wait reads it before a call checks it.
 *
 * @throws {ConfigurationError} `option_invalid`.
 */
export function checkReference(name: string, params: unknown): void {
  if (isRecord(params) && isRecord(params['path'])) return
  throw new ConfigurationError('option_invalid', `${name} was given no order.`, 'Pass { path: { ref_id } }.')
}
