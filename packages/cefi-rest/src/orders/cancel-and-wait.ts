import {
  ConflictError,
  NotFoundError,
  type Polled,
  pollCallOptions,
  RejectedError,
  snapshot,
  type Time,
} from '@truemarkets/core'
import type { CancelOrderParams, CefiRestOperations, Order } from '../generated/types.ts'
import { orderRead } from '../settle.ts'
import { type Look, lookUntil } from './look-until.ts'
import { type OrderEnding, orderEnding } from './order-state.ts'
import type { WaitOptions } from './wait-options.ts'

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
  asked: CancelOrderParams,
  options: WaitOptions,
  time: Time,
): Promise<CanceledOrder> {
  const params = snapshot(asked)
  const look: Look = (call) => api.getOrderStatus(params, call)
  const ended = (seen: Order) => orderEnding(seen) !== undefined
  const settle = orderRead(params)
  const order = await lookUntil(ended, look, options, time, { settle, ...(await beginCancel(api, params, options)) })
  return { outcome: orderEnding(order) ?? 'pending', order }
}

/**
 * No edition says how a cancel is refused whose order has ended meanwhile, or is being canceled already, perhaps by a first
 * attempt whose answer was lost; so the order itself is asked, and the refusal counts only while it lives as before.
 */
async function beginCancel(
  api: Pick<CefiRestOperations, 'cancelOrder'>,
  params: CancelOrderParams,
  options: WaitOptions,
): Promise<Pick<Polled<Order>, 'first' | 'onRead'>> {
  try {
    return { first: await api.cancelOrder(params, pollCallOptions(options)) }
  } catch (error) {
    const refused = error instanceof RejectedError || error instanceof ConflictError || error instanceof NotFoundError
    if (!refused) throw error
    return {
      onRead(order) {
        if (orderEnding(order) === undefined && order.status !== 'CANCEL_PENDING') throw error
      },
    }
  }
}
