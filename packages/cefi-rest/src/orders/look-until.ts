import {
  type CallOptions,
  type Follow,
  follow,
  type Time,
  type TrueMarketsError,
  type Unsettled,
} from '@truemarkets/core'
import type { Order } from '../generated/types.ts'
import { type FlowOptions, type OrderStatusProgress, POLL_DEFAULTS } from './flow-options.ts'

/** How looking at an order ended, with the newest look. */
export type Looked<Outcome extends string> =
  | { readonly outcome: Outcome; readonly order: Order }
  | ({ readonly outcome: 'unsettled'; readonly order: Order } & Unsettled)

/** What is looked at, and until when. */
export interface Watch<Outcome extends string> extends Pick<Follow<Order>, 'first' | 'settle' | 'doubt' | 'untouched'> {
  /** The reference that the order is asked for by. */
  readonly refId: string
  /** One look, with the options of the call it makes. */
  readonly look: (call: CallOptions) => Promise<Order>
  /** What the wait ends with at this order; undefined while it goes on. Asked once for each look. */
  readonly outcomeOf: (order: Order) => Outcome | undefined
}

/**
 * Looks at an order until there is an outcome, reporting changes of its status, or until time runs out.
 *
 * @throws The typed error of the last look where none succeeded, and as `follow`.
 */
export async function lookUntil<Outcome extends string>(
  { refId, look, outcomeOf, ...watch }: Watch<Outcome>,
  options: FlowOptions<OrderStatusProgress>,
  time: Time,
): Promise<Looked<Outcome>> {
  let outcome: Outcome | undefined
  const reached = (order: Order): boolean => {
    outcome = outcomeOf(order)
    return outcome !== undefined
  }
  const onStatus = (status: string): unknown => options.onProgress?.({ step: 'status', refId, status })
  const end = await follow({ ...watch, read: look, reached, onStatus }, options, POLL_DEFAULTS, time)
  if (end.kind === 'reached') return { outcome: outcome as Outcome, order: end.last }
  if (end.last === undefined) throw end.why.error as TrueMarketsError
  return { outcome: 'unsettled', order: end.last, ...end.why }
}
