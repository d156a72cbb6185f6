import type { Fill, Order } from '../exchange/types.ts'
import { fillView, orderView } from '../exchange/views.ts'
import { type JsonRecord, recordAt } from '../server/record.ts'

// Only the members that the contract expects on the socket: the payload itself is printed nowhere (W3).
const ORDER_MEMBERS = ['client_id', 'instrument_id', 'qty', 'price', 'side', 'type', 'tif', 'exec_inst_flags']
const MODIFY_MEMBERS = ['client_id', 'new_qty', 'new_price']
const FILL_MEMBERS = ['order_id', 'trade_price', 'trade_qty', 'trade_fee_rate', 'liq_flag', 'match_id']

/** One report of the DROPCOPY channel: the order as it is, what a fill adds, and why it ended. */
export function reportData(order: Order, fill: Fill | undefined): JsonRecord {
  const view = orderView(order)
  return {
    ...view,
    order_info: pick(recordAt(view, 'order_info'), ORDER_MEMBERS),
    modify_info: pick(recordAt(view, 'modify_info'), MODIFY_MEMBERS),
    ...(fill === undefined ? {} : pick(fillView(fill), FILL_MEMBERS)),
    text: order.text,
  }
}

function pick(record: JsonRecord, names: readonly string[]): JsonRecord {
  return Object.fromEntries(names.filter((name) => name in record).map((name) => [name, record[name]]))
}
