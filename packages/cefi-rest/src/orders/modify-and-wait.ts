import { compare, pollCallOptions, snapshot, type Time } from '@truemarkets/core'
import type { CefiRestOperations, ModifyOrderParams, Order } from '../generated/types.ts'
import { orderRead } from '../settle.ts'
import { type Look, lookUntil } from './look-until.ts'
import { type OrderEnding, orderEnding } from './order-state.ts'
import type { WaitOptions } from './wait-options.ts'

/** How `modifyAndWait` came out. */
export interface ModifiedOrder {
  /**
   * `modified`: the order lives with the new quantity and price. `unchanged`: it lives with the old ones. `pending`: still under way when
   * time ran out. Otherwise how the order ended meanwhile.
   */
  readonly outcome: OrderEnding | 'modified' | 'unchanged' | 'pending'
  /** The order as last seen. */
  readonly order: Order
}

type Change = ModifyOrderParams['body']['info']

/** Sends a modification and reads the order until it is applied, or known not to be. */
export async function modifyAndWait(
  api: Pick<CefiRestOperations, 'modifyOrder' | 'getOrderStatus'>,
  asked: ModifyOrderParams,
  options: WaitOptions,
  time: Time,
): Promise<ModifiedOrder> {
  const params = snapshot(asked)
  const change = params.body.info
  const reference = { path: { ref_id: params.body.id } }
  const look: Look = (call) => api.getOrderStatus(reference, call)
  let wasPending = false
  // An order with the old values may not have begun to change yet, unless it was seen pending before.
  const done = (order: Order) => {
    const pending = order.status === 'MODIFY_PENDING'
    const settled = orderEnding(order) !== undefined || (!pending && (wasPending || shows(order, change)))
    wasPending ||= pending
    return settled
  }
  const first = await api.modifyOrder(params, pollCallOptions(options))
  const order = await lookUntil(done, first, look, options, time, orderRead(reference))
  return { outcome: outcomeOf(order, change), order }
}

function outcomeOf(order: Order, change: Change): ModifiedOrder['outcome'] {
  if (order.status === 'MODIFY_PENDING') return 'pending'
  return orderEnding(order) ?? (shows(order, change) ? 'modified' : 'unchanged')
}

/** The change is in the order itself, or in its last modification, whichever the service fills in. */
function shows(order: Order, change: Change): boolean {
  const { order_info: info, modify_info: last } = order
  return (
    (same(info?.qty, change.new_qty) && same(info?.price, change.new_price)) ||
    (same(last?.new_qty, change.new_qty) && same(last?.new_price, change.new_price))
  )
}

/**
 * A value from the wire may be missing, empty as in the publisher's own skeleton, or no plain decimal; none of these equals
 * anything, and none is a reason to leave the caller without the order.
 */
function same(seen: string | undefined, wanted: string): boolean {
  try {
    return compare(seen ?? '', wanted) === 0
  } catch {
    return false
  }
}
