import { type CallOptions, poll, type Settlement, type Time } from '@truemarkets/core'
import type { Order } from '../generated/types.ts'
import type { WaitOptions } from './wait-options.ts'

/** One look at an order, with the options of the call it makes. */
export type Look = (call: CallOptions) => Promise<Order>

/** The pace of a live client, and how long a cancel can stay pending. */
const DEFAULTS = { pollIntervalMs: 500, pollDeadlineMs: 30_000 }

/**
 * Looks at an order until `reached`, or until time runs out; `first` is what is known of it.
 *
 * @param sent How to find after an abort what was sent before. Default: nothing was.
 * @returns The order as last seen.
 * @throws The typed error of a look that fails for good.
 */
export async function lookUntil(
  reached: (order: Order) => boolean,
  first: Order,
  look: Look,
  options: WaitOptions,
  time: Time,
  sent?: Settlement,
): Promise<Order> {
  const polled = { read: look, reached, first, ...(sent === undefined ? {} : { settle: sent }) }
  const end = await poll(polled, options, DEFAULTS, time)
  if (end.kind === 'unreadable') throw end.error
  return end.last ?? first
}
