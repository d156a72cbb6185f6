import assert from 'node:assert/strict'
import { hmacKey } from '@truemarkets/core'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { clientOrderId, smallQty } from './market.ts'
import { enter, insideSpread, statusBecomes, takeOffers } from './place.ts'

const trading = { needs: ['hmacKey', 'sandbox'], touches: 'trade', exclusive: true } as const
const covers = ['cefi-rest.createOrder', 'cefi-rest.getOrderStatus'] as const

/** The other trader sells this much at the best price there is. */
async function counterpartySells(context: CaseContext, instrumentId: string): Promise<void> {
  const { counterparty } = context.sandbox()
  const info = {
    client_id: counterparty.clientId,
    instrument_id: instrumentId,
    qty: smallQty,
    side: 'SELL',
    type: 'MARKET',
  } as const
  const other = context.cefiRest({ auth: hmacKey(counterparty) })
  await other.createOrder({ body: { external_id: clientOrderId(context), info } })
}

async function resting(context: CaseContext, instrumentId: string, price: string, qty = smallQty): Promise<string> {
  const id = await enter(context, instrumentId, { side: 'BUY', price, qty })
  await statusBecomes(context, id, ['ACTIVE'])
  return id
}

async function statusOf(context: CaseContext, id: string) {
  return (await context.cefiRest().getOrderStatus({ path: { ref_id: id } })).status
}

/** What only a second trader can show: who is served first. */
export const matching = [
  defineCase({
    id: 'cefi-rest.create-order.best-price-first',
    title: 'the better of two resting bids trades first, although it came later',
    covers,
    ...trading,
    async run(context) {
      const { instrumentId, price, ask } = await insideSpread(context)
      const better = String(Number(price) + 0.5)
      assert.ok(Number(better) < ask, 'there is no room for two prices')
      const first = await resting(context, instrumentId, price)
      const second = await resting(context, instrumentId, better)
      await counterpartySells(context, instrumentId)
      await statusBecomes(context, second, ['FILLED'])
      assert.equal(await statusOf(context, first), 'ACTIVE')
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.first-come-first-served',
    title: 'of two resting bids at one price the older trades first',
    covers,
    ...trading,
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const first = await resting(context, instrumentId, price)
      const second = await resting(context, instrumentId, price)
      await counterpartySells(context, instrumentId)
      await statusBecomes(context, first, ['FILLED'])
      assert.equal(await statusOf(context, second), 'ACTIVE')
    },
  }),
  defineCase({
    id: 'cefi-rest.modify-order.larger-goes-last',
    title: 'an order that is made larger lets the others at its price go first',
    covers: ['cefi-rest.modifyOrder', ...covers],
    ...trading,
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const first = await resting(context, instrumentId, price)
      const second = await resting(context, instrumentId, price)
      const info = { client_id: context.target.hmac().clientId, new_qty: '0.002', new_price: price }
      await context.cefiRest().modifyOrder({ body: { id: first, external_id: clientOrderId(context), info } })
      await statusBecomes(context, first, ['ACTIVE'])
      await counterpartySells(context, instrumentId)
      await statusBecomes(context, second, ['FILLED'])
      assert.equal(await statusOf(context, first), 'ACTIVE')
    },
  }),
  defineCase({
    id: 'cefi-rest.list-order-trades.taker-fee',
    title: 'a fill that took liquidity has the fee rate that the order was held at',
    covers: ['cefi-rest.listOrderTrades', 'cefi-rest.createOrder'],
    ...trading,
    async run(context) {
      const { id, order } = await takeOffers(context)
      const timestamp = String(BigInt(Date.now() + 60_000) * 1_000_000n)
      const { data } = await context.cefiRest().listOrderTrades({ query: { timestamp, size: 100 } })
      const fill = present(
        data.find(({ order_id }) => order_id === id),
        'the fill',
      )
      assert.equal(fill.trade_fee_rate, order.order_info?.hold_fee_rate)
    },
  }),
]
