import { type CallOptions, type Polled, poll, type Time } from '@truemarkets/core'
import type { Order } from '../generated/types.ts'
import type { WaitOptions } from './wait-options.ts'

/** One look at an order, with the options of the call it makes. */
export type Look = (call: CallOptions) => Promise<Order>

/** The pace of a live client, and how long a cancel can stay pending. */
const DEFAULTS = { pollIntervalMs: 500, pollDeadlineMs: 30_000 }

/**
 * Looks at an order until `reached`, or until time runs out.
 *
 * @param known What is known of it, in place of the first look, and how to find after an abort what was sent before.
 * Default: nothing is known, and nothing was sent.
 * @returns The order as last seen.
 * @throws The typed error of a look that fails for good, or of the last one where none succeeded.
 */
export async function lookUntil(
  reached: (order: Order) => boolean,
  look: Look,
  options: WaitOptions,
  time: Time,
  known: Pick<Polled<Order>, 'first' | 'settle' | 'onRead'> = {},
): Promise<Order> {
  const end = await poll({ read: look, reached, ...known }, options, DEFAULTS, time)
  if (end.kind === 'reached' || end.error === undefined) return end.last
  if (end.kind === 'unreadable' || end.last === undefined) throw end.error
  return end.last
}
