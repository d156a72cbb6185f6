import { hasEnded } from '../exchange/order.ts'
import type { Fill, Order, OrderRef } from '../exchange/types.ts'
import { fillView, orderView } from '../exchange/views.ts'
import { textAt } from '../server/record.ts'
import { type Call, type Handler, list, one } from './call.ts'
import { orderFilter } from './order-filter.ts'
import { page, timeFilter } from './page.ts'
import { Problem } from './problem.ts'
import { choiceOf, decimalOf, optionalChoiceOf, ownClient, recordOf, textOf, textsOf } from './request-values.ts'

const createOrder: Handler = (call) => {
  const { exchange, body, answers } = call
  const info = recordOf(body, 'info')
  const clientId = ownClient(call, textOf(info, 'client_id'))
  const externalId = textAt(body, 'external_id')
  if (externalId !== undefined && answers.get('R17', 'second-order') === 'refused')
    refuseKnown(call, clientId, externalId)
  const stp = optionalChoiceOf(info, 'stp', ['INVALID', 'NONE', 'CANCEL_AGGRESSIVE', 'CANCEL_BOTH'])
  const order = exchange.place({
    clientId,
    instrumentId: textOf(info, 'instrument_id'),
    side: choiceOf(info, 'side', ['BUY', 'SELL']),
    type: choiceOf(info, 'type', ['LIMIT', 'MARKET']),
    qty: decimalOf(info, 'qty'),
    price: info['price'] === undefined ? undefined : decimalOf(info, 'price'),
    tif: optionalChoiceOf(info, 'tif', ['GTC', 'IOC']),
    externalId,
    execInstFlags: textsOf(info, 'exec_inst_flags'),
    flags: textsOf(info, 'flags'),
    // `INVALID` is the null value of the exchange's own type.
    stp: stp === 'INVALID' ? undefined : stp,
  })
  return one(view(call, order))
}

function refuseKnown({ exchange }: Call, clientId: string, externalId: string): void {
  const known = exchange.findOrder([clientId], { by: 'client', id: externalId })
  if (known !== undefined) throw new Problem(400, `external_id ${externalId} already names order ${known.id}.`)
}

const modifyOrder: Handler = (call) => {
  const { answers, exchange, body } = call
  const info = recordOf(body, 'info')
  const clientId = ownClient(call, textOf(info, 'client_id'))
  const orderId = textOf(body, 'id')
  const known = exchange.findOrder([clientId], { by: 'exchange', id: orderId })
  // R29: whether a change of an order that has ended is refused.
  if (known !== undefined && hasEnded(known) && answers.get('R29', 'refused') === 'order-as-it-is')
    return one(view(call, known))
  const order = exchange.modify({
    clientId,
    orderId,
    newQty: decimalOf(info, 'new_qty'),
    newPrice: decimalOf(info, 'new_price'),
    newType: optionalChoiceOf(info, 'new_type', ['MARKET', 'INVALID']) === 'MARKET' ? 'MARKET' : undefined,
    // R31: whether the order is found by the id of its change.
    externalId: answers.get('R31', 'found') === 'found' ? textAt(body, 'external_id') : undefined,
  })
  return one(view(call, order))
}

const cancelOrder: Handler = (call) => {
  const { answers, caller, exchange } = call
  const ref = reference(call)
  // R26: whether an order that has ended can be canceled once more.
  const known = exchange.findOrder(caller.clientIds, ref)
  if (known !== undefined && hasEnded(known) && answers.get('R26', 'order-as-it-is') === 'refused')
    throw new Problem(400, `Order ${known.id} is ${known.status} and cannot be canceled.`)
  return one(view(call, exchange.cancel(caller.clientIds, ref)))
}

const getOrderStatus: Handler = (call) => {
  const ref = reference(call)
  const order = call.exchange.findOrder(call.caller.clientIds, ref)
  if (order === undefined) throw new Problem(404, `There is no order ${ref.id}, or it is too old to be shown.`)
  return one(view(call, order))
}

const listActiveOrders: Handler = (call) => {
  const id = call.query.get('id')
  const rows = call.exchange.activeOrders(call.caller.clientIds).filter((order) => id === null || order.id === id)
  return list(rows.map((order) => view(call, order)))
}

const listOrders: Handler = (call) => {
  const keep = orderFilter(call.rules, call.query.get('query'))
  return page<Order>(call, {
    rows: call.exchange.recentOrders(call.caller.clientIds).filter(keep),
    key: (order) => order.id,
    at: (order) => order.createdAt,
    view: (order) => view(call, order),
  })
}

const listOrderTrades: Handler = (call) => {
  const wanted = timeFilter(call)
  return page<Fill>(call, {
    rows: call.exchange.recentFills(call.caller.clientIds).filter((fill) => wanted(fill.at)),
    key: (fill) => `${fill.matchId}-${fill.orderId}`,
    at: (fill) => fill.at,
    view: fillView,
  })
}

/** `id_type` says whose id the reference is; without it, the exchange's. */
function reference({ params, query }: Call): OrderRef {
  return { by: query.get('id_type') === 'client' ? 'client' : 'exchange', id: params['ref_id'] ?? '' }
}

function view({ answers }: Call, order: Order): Record<string, unknown> {
  return orderView(order, answers.get('R8', 'executed_qty') === 'exeuted_qty' ? 'exeuted_qty' : 'executed_qty')
}

export const orderHandlers = {
  createOrder,
  modifyOrder,
  cancelOrder,
  getOrderStatus,
  listActiveOrders,
  listOrders,
  listOrderTrades,
}
