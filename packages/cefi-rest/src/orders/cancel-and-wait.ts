import { ConflictError, NotFoundError, RejectedError } from '@truemarkets/core'
import type { CancelOrderParams, CefiRestOperations, Order } from '../generated/types.ts'
import { type OrderEnding, orderEnding } from './order-state.ts'
import { callOptionsOf, type Look, type Pace, poll, type WaitOptions } from './poll.ts'

/** How `cancelAndWait` came out. */
export interface CanceledOrder {
  /**
   * `canceled`: what was left is off the book. `filled`: a fill won the race. `rejected`: the order had never been accepted.
   * `pending`: still under way when time ran out, and fills may still arrive.
   */
  readonly outcome: OrderEnding | 'pending'
  /** The order as last seen; `executed_qty` tells what was filled before the cancel took effect. */
  readonly order: Order
}

/** Begins a cancel and reads the order until it has ended: the answer to a cancel only says that cancelling began. */
export async function cancelAndWait(
  api: Pick<CefiRestOperations, 'cancelOrder' | 'getOrderStatus'>,
  params: CancelOrderParams,
  options: WaitOptions,
  pace: Pace,
): Promise<CanceledOrder> {
  const look: Look<Order> = (call) => api.getOrderStatus(params, call)
  const first = await beginCancel(api, params, options, look)
  const order = await poll(first, look, (seen) => orderEnding(seen) !== undefined, options, pace)
  return { outcome: orderEnding(order) ?? 'pending', order }
}

async function beginCancel(
  api: Pick<CefiRestOperations, 'cancelOrder'>,
  params: CancelOrderParams,
  options: WaitOptions,
  look: Look<Order>,
): Promise<Order> {
  const call = callOptionsOf(options)
  try {
    return await api.cancelOrder(params, call)
  } catch (error) {
    // No edition says how a cancel of an order that has ended meanwhile is refused, so the order itself is asked.
    const refused = error instanceof RejectedError || error instanceof ConflictError || error instanceof NotFoundError
    if (!refused) throw error
    const order = await look(call)
    if (orderEnding(order) === undefined) throw error
    return order
  }
}
