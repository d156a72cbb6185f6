import { ConfigurationError, compare, pollCallOptions, snapshot, type Time } from '@truemarkets/core'
import type { CefiRestOperations, ModifyOrderParams, Order } from '../generated/types.ts'
import { isJsonObject } from '../json.ts'
import { orderRead } from '../settle.ts'
import { type Look, lookUntil } from './look-until.ts'
import { type OrderEnding, orderEnding } from './order-state.ts'
import type { WaitOptions } from './wait-options.ts'

/** How `modifyAndWait` came out. */
export interface ModifiedOrder {
  /**
   * `modified`: the order lives with the new quantity and price. `unchanged`: it lives with the old ones, also where its
   * `modify_info` names the new: they were refused. `pending`: still under way when time ran out. Otherwise how the order
   * ended meanwhile.
   */
  readonly outcome: OrderEnding | 'modified' | 'unchanged' | 'pending'
  /** The order as last seen. */
  readonly order: Order
}

type Change = ModifyOrderParams['body']['info']

/**
 * Sends a modification and reads the order until it is applied, or known not to be.
 *
 * @throws {ConfigurationError} `option_invalid` without a change to wait for.
 */
export async function modifyAndWait(
  api: Pick<CefiRestOperations, 'modifyOrder' | 'getOrderStatus'>,
  asked: ModifyOrderParams,
  options: WaitOptions,
  time: Time,
): Promise<ModifiedOrder> {
  checkChange(asked)
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
  const order = await lookUntil(done, look, options, time, { first, settle: orderRead(reference) })
  return { outcome: outcomeOf(order, change), order }
}

/** What the wait reads must be there before anything is sent, also where requests are not validated. */
function checkChange(asked: unknown): void {
  if (isJsonObject(asked) && isJsonObject(asked['body']) && isJsonObject(asked['body']['info'])) return
  throw new ConfigurationError(
    'option_invalid',
    'modifyAndWait was given no change to wait for.',
    'Pass { body: { id, info: { client_id, new_qty, new_price } } }.',
  )
}

function outcomeOf(order: Order, change: Change): ModifiedOrder['outcome'] {
  if (order.status === 'MODIFY_PENDING') return 'pending'
  return orderEnding(order) ?? (shows(order, change) ? 'modified' : 'unchanged')
}

/**
 * Whether the order is held with what the change asked for. Its last modification says the same of one that was refused, so
 * that it is asked only where the order does not say what it is held with.
 */
function shows({ order_info: held, modify_info: last }: Order, change: Change): boolean {
  const qty = equals(held?.qty, change.new_qty)
  const price = equals(held?.price, change.new_price)
  if (qty !== undefined && price !== undefined) return qty && price
  return equals(last?.new_qty, change.new_qty) === true && equals(last?.new_price, change.new_price) === true
}

/**
 * Undefined for a value from the wire that says nothing: it may be missing, empty as in the publisher's own skeleton, or no
 * plain decimal, and none of these is a reason to leave the caller without the order.
 */
function equals(seen: string | undefined, wanted: string): boolean | undefined {
  try {
    return compare(seen ?? '', wanted) === 0
  } catch {
    return undefined
  }
}
