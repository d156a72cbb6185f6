import { type CallOptions, poll, type Time } from '@truemarkets/core'
import type { Order } from '../generated/types.ts'
import type { WaitOptions } from './wait-options.ts'

/** One look at an order, with the options of the call it makes. */
export type Look = (call: CallOptions) => Promise<Order>

/** The pace of a live client, and how long a cancel can stay pending. */
const DEFAULTS = { pollIntervalMs: 500, pollDeadlineMs: 30_000 }

/**
 * Looks at an order until `reached`, or until time runs out; `first` is what is known of it.
 *
 * @returns The order as last seen.
 * @throws The typed error of a look that fails for good.
 */
export async function lookUntil(
  reached: (order: Order) => boolean,
  first: Order,
  look: Look,
  options: WaitOptions,
  time: Time,
): Promise<Order> {
  const end = await poll({ read: look, reached, first }, options, DEFAULTS, time)
  if (end.kind === 'unreadable') throw end.error
  return end.last ?? first
}
