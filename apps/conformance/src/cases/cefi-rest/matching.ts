import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { smallQty } from './market.ts'
import { cancel, counterpartySells, enter, fillsOf, insideSpread, modify, statusBecomes, takeOffers } from './place.ts'

const trading = { needs: ['hmacKey', 'sandbox'], touches: 'trade', exclusive: true } as const
const covers = ['cefi-rest.createOrder', 'cefi-rest.getOrderStatus'] as const

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
      await modify(context, first, '0.002', price)
      await statusBecomes(context, first, ['ACTIVE'])
      await counterpartySells(context, instrumentId)
      await statusBecomes(context, second, ['FILLED'])
      assert.equal(await statusOf(context, first), 'ACTIVE')
    },
  }),
  defineCase({
    id: 'cefi-rest.modify-order.smaller-keeps-its-place',
    title: 'an order that is made smaller still goes before the others at its price',
    covers: ['cefi-rest.modifyOrder', ...covers],
    ...trading,
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const first = await resting(context, instrumentId, price, '0.002')
      const second = await resting(context, instrumentId, price)
      await modify(context, first, smallQty, price)
      await statusBecomes(context, first, ['ACTIVE'])
      await counterpartySells(context, instrumentId)
      await statusBecomes(context, first, ['FILLED'])
      assert.equal(await statusOf(context, second), 'ACTIVE')
    },
  }),
  defineCase({
    id: 'cefi-rest.get-order-status.partly-filled',
    title:
      'an order that is filled in part stays open with what is left of it, and keeps what it got when it is canceled',
    covers: ['cefi-rest.cancelOrder', ...covers],
    ...trading,
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const id = await resting(context, instrumentId, price, '0.003')
      await counterpartySells(context, instrumentId)
      const read = () => context.cefiRest().getOrderStatus({ path: { ref_id: id } })
      const partly = await context.until(read, ({ executed_qty }) => Number(executed_qty) > 0)
      assert.equal(partly.status, 'ACTIVE')
      assert.deepEqual([Number(partly.executed_qty), Number(partly.leaves_qty)], [0.001, 0.002])
      const canceled = await cancel(context, id)
      const { executed_qty, executed_vwap, leaves_qty } = canceled
      assert.deepEqual([executed_qty, executed_vwap, leaves_qty].map(Number), [0.001, Number(price), 0])
    },
  }),
  defineCase({
    id: 'cefi-rest.get-order-status.average-price',
    title: 'the average price of an order is that of its fills, not the one it was limited to',
    covers: ['cefi-rest.listOrderTrades', ...covers],
    ...trading,
    async run(context) {
      const { id, order } = await takeOffers(context)
      const fills = await fillsOf(context, id)
      const sum = (value: (fill: (typeof fills)[number]) => number) => fills.reduce((all, fill) => all + value(fill), 0)
      const average =
        sum(({ trade_price, trade_qty }) => Number(trade_price) * Number(trade_qty)) /
        sum(({ trade_qty }) => Number(trade_qty))
      assert.ok(
        Math.abs(Number(order.executed_vwap) - average) < 1e-6,
        `${order.executed_vwap}, but fills at ${average}`,
      )
    },
  }),
  defineCase({
    id: 'cefi-rest.list-order-trades.taker-fee',
    title: 'a fill that took liquidity has the fee rate that the order was held at',
    covers: ['cefi-rest.listOrderTrades', 'cefi-rest.createOrder'],
    ...trading,
    async run(context) {
      const { id, order } = await takeOffers(context)
      const fill = present((await fillsOf(context, id))[0], 'the fill')
      assert.equal(fill.trade_fee_rate, order.order_info?.hold_fee_rate)
    },
  }),
]
