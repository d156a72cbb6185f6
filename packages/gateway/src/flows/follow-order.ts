import { follow, type TrueMarketsError } from '@truemarkets/core'
import type { GatewayOperations, QuoteDetails } from '../generated/types.ts'
import { type FlowOptions, POLL_DEFAULTS } from './flow-options.ts'
import { type FlowTools, readAfter } from './flow-tools.ts'
import { orderEnding, reasonForPeople, type Until } from './order-ending.ts'
import type { FollowedOrder, OrderStatusProgress, WaitForOrderOptions } from './placed-order.ts'

/** What following works with. */
export interface FollowOrderTools extends FlowTools {
  readonly operations: Pick<GatewayOperations, 'getOrder'>
}

/** An order that the service has taken, or may have. */
export interface SubmittedOrder {
  readonly orderId: string
  /** `limit` or `market`, where it is known before the order is read. */
  readonly type: string | undefined
  /** Its newest status. */
  readonly status: string | undefined
  readonly quote: QuoteDetails | undefined
  /** How the submission failed that may have taken effect all the same. */
  readonly doubt?: TrueMarketsError | undefined
}

/** Reads an order until it ends, as far as `until` wants it followed. */
export async function followOrder(
  { orderId, type, status, quote, doubt }: SubmittedOrder,
  options: FlowOptions<OrderStatusProgress> & { readonly until?: Until | undefined },
  tools: FollowOrderTools,
): Promise<FollowedOrder> {
  const until: Until = options.until ?? 'settled'
  const ending = (now: string | undefined, as = type) => orderEnding(now, until, as)
  if (until === 'accepted' && doubt === undefined && ending(status) === undefined) {
    return { outcome: 'accepted', orderId, status, quote }
  }
  const followed = await follow(
    {
      // `getOrder` and not `getOrderStatus`: one read gives the status and the fills that belong to it.
      read: (call) => tools.operations.getOrder({ path: { id: orderId } }, call),
      reached: (read) =>
        ending(read.status, type ?? read.type) !== undefined || (until === 'accepted' && !isUntouched(read.status)),
      onStatus: (now) => options.onProgress?.({ step: 'status', orderId, status: now }),
      doubt,
      settle: readAfter('getOrder', orderId, options, tools),
      untouched: (read) => isUntouched(read.status),
    },
    options,
    POLL_DEFAULTS,
    tools.time,
  )
  if (followed.kind === 'unsettled') {
    return { outcome: 'unsettled', orderId, order: followed.last, quote, ...followed.why }
  }
  const { last } = followed
  const outcome = ending(last.status, type ?? last.type)
  if (outcome === undefined) return { outcome: 'accepted', orderId, status: last.status, quote }
  if (outcome !== 'failed') return { outcome, orderId, order: last, quote }
  return { outcome, orderId, order: last, quote, reason: reasonForPeople(last.failure_reason) }
}

/**
 * Follows an order that is known by its id only.
 *
 * @throws The typed error of a read that fails for good, or of the last one, where none succeeded: there may be no such order.
 */
export async function waitForOrder(
  orderId: string,
  options: WaitForOrderOptions,
  tools: FollowOrderTools,
): Promise<FollowedOrder> {
  const followed = await followOrder({ orderId, type: undefined, status: undefined, quote: undefined }, options, tools)
  if (followed.outcome === 'unsettled' && followed.order === undefined && followed.error !== undefined) {
    throw followed.error
  }
  return followed
}

/** A prepared order waits in `initialized` until its signatures arrive. */
function isUntouched(status: string | undefined): boolean {
  return (status ?? 'initialized') === 'initialized'
}
