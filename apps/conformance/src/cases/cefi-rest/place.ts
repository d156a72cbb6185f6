import assert from 'node:assert/strict'
import { hmacKey, RejectedError } from '@truemarkets/core'
import type { CaseContext } from '../../case/context.ts'
import { present } from '../../case/present.ts'
import {
  clientOrderId,
  inMinutes,
  instrument,
  orderBody,
  restingBody,
  smallQty,
  type Terms,
  topOfBook,
} from './market.ts'

const ended: readonly (string | undefined)[] = ['FILLED', 'CANCELED', 'REJECTED']

/** Places an order that rests, waits until it does, and takes it away again after the case. */
export async function placeResting(context: CaseContext) {
  const body = await restingBody(context)
  const order = await context.cefiRest().createOrder({ body })
  const id = present(order.id, 'id')
  context.defer(() => cancelIfOpen(context, id))
  await statusBecomes(context, id, ['ACTIVE'])
  return { id, body }
}

/** Enters an order and takes away what is left of it after the case. */
export async function enter(context: CaseContext, instrumentId: string, terms: Terms): Promise<string> {
  const order = await context.cefiRest().createOrder({ body: orderBody(context, instrumentId, terms) })
  const id = present(order.id, 'id')
  context.defer(() => cancelIfOpen(context, id))
  return id
}

/** Trades the smallest size at the market, and returns the order once all of it has filled. */
export async function trade(context: CaseContext, side: 'BUY' | 'SELL') {
  const { id: instrumentId } = await instrument(context)
  const id = await enter(context, instrumentId, { side, type: 'MARKET' })
  return { id, order: await statusBecomes(context, id, ['FILLED']) }
}

/** Asks for another size or price; the answer only says that this has begun. */
export function modify(context: CaseContext, id: string, new_qty: string, new_price: string) {
  const info = { client_id: context.target.hmac().clientId, new_qty, new_price }
  return context.cefiRest().modifyOrder({ body: { id, external_id: clientOrderId(context), info } })
}

/** Cancels an order, and returns it once it has ended so. */
export async function cancel(context: CaseContext, id: string) {
  await context.cefiRest().cancelOrder({ path: { ref_id: id } })
  return statusBecomes(context, id, ['CANCELED'])
}

/** A price between the best bid and the best offer, where an order is first in line and trades with nobody. */
export async function insideSpread(context: CaseContext) {
  const { instrumentId, bid, ask } = await topOfBook(context)
  const price = bid + 0.5
  assert.ok(price < ask, `there is no room between ${bid} and ${ask}`)
  return { instrumentId, price: String(price), bid, ask }
}

/** The other trader offers the smallest size at a price, and takes away what is left of it after the case. */
export async function counterpartyOffers(context: CaseContext, instrumentId: string, price: string): Promise<void> {
  const { counterparty } = context.sandbox()
  const { external_id, info } = orderBody(context, instrumentId, { side: 'SELL', price })
  const other = context.cefiRest({ auth: hmacKey(counterparty) })
  const order = await other.createOrder({ body: { external_id, info: { ...info, client_id: counterparty.clientId } } })
  const ref_id = present(order.id, 'id')
  context.defer(() => cancelIfOpen(context, ref_id, other))
  await context.until(
    () => other.getOrderStatus({ path: { ref_id } }),
    ({ status }) => status === 'ACTIVE',
  )
}

/** The other trader sells this much at the best price there is. */
export async function counterpartySells(context: CaseContext, instrumentId: string, qty = smallQty): Promise<void> {
  const { counterparty } = context.sandbox()
  const info = {
    client_id: counterparty.clientId,
    instrument_id: instrumentId,
    qty,
    side: 'SELL',
    type: 'MARKET',
  } as const
  const other = context.cefiRest({ auth: hmacKey(counterparty) })
  await other.createOrder({ body: { external_id: clientOrderId(context), info } })
}

/** The fills of an order of this moment. Which side of a time is listed is an open question (R12): the first that lists any counts. */
export async function fillsOf(context: CaseContext, id: string) {
  const list = async (timestamp: string) => {
    const { data } = await context.cefiRest().listOrderTrades({ query: { timestamp, size: 100 } })
    return data.filter(({ order_id }) => order_id === id)
  }
  const fills = await list(inMinutes(1))
  return fills.length > 0 ? fills : await list(inMinutes(-10))
}

/** Buys from the offers there are: at a price above the best one, of which an earlier trade may have left too little. */
export async function takeOffers(context: CaseContext) {
  const { instrumentId, ask } = await topOfBook(context)
  const id = await enter(context, instrumentId, { side: 'BUY', price: String(Math.ceil(ask * 1.005)) })
  return { id, order: await statusBecomes(context, id, ['FILLED']) }
}

/** Waits for one of these statuses; an order that ends in another fails the case instead of being waited for. */
export async function statusBecomes(context: CaseContext, id: string, wanted: readonly string[]) {
  const read = () => context.cefiRest().getOrderStatus({ path: { ref_id: id } })
  const isWanted = (status: string | undefined) => status !== undefined && wanted.includes(status)
  const order = await context.until(read, ({ status }) => isWanted(status) || ended.includes(status))
  assert.ok(isWanted(order.status), `the order ended ${order.status} instead of becoming ${wanted.join(' or ')}`)
  return order
}

/** Trades the smallest size both ways, so that there is a fill and the account ends as it was but for the spread. */
export async function buyAndSell(context: CaseContext): Promise<void> {
  for (const side of ['BUY', 'SELL'] as const) await trade(context, side)
}

/** Cancels an order and waits until it has ended: the next case must not see it go. */
export async function cancelIfOpen(context: CaseContext, id: string, cefi = context.cefiRest()): Promise<void> {
  const { status } = await cefi.getOrderStatus({ path: { ref_id: id } })
  if (ended.includes(status)) return
  // It may end in between, and what has ended may be refused a cancel (R26).
  await cefi.cancelOrder({ path: { ref_id: id } }).catch((cause: unknown) => {
    if (!(cause instanceof RejectedError)) throw cause
  })
  await context.until(
    () => cefi.getOrderStatus({ path: { ref_id: id } }),
    ({ status }) => ended.includes(status),
  )
}
