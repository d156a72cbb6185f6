import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { smallQty, topOfBook } from './market.ts'
import {
  cancel,
  counterpartySells,
  enter,
  fillsOf,
  insideSpread,
  modify,
  placeResting,
  statusBecomes,
  takeOffers,
} from './place.ts'
import { transferBecomes, withdrawal } from './transfers.ts'

const measuring = { needs: ['hmacKey', 'sandbox'], touches: 'trade', exclusive: true } as const

const near = (left: number, right: number) => Math.abs(left - right) < 1e-4

/** An asset of the account: what orders hold of it and of fees, and what is left once the fees that are owed are paid. */
async function holding(context: CaseContext, asset_name = 'PYUSD') {
  const client_id = context.target.hmac().clientId
  const { data } = await context.cefiRest().listBalances({ query: { client_id, asset_name } })
  const row = present(data[0]?.balances?.[0], `the row of ${asset_name}`)
  const number = (text: string | undefined, name: string) => Number(present(text, name))
  return {
    held: number(row.order_hold, 'order_hold'),
    fees: number(data[0]?.fees_hold, 'fees_hold'),
    moving: number(row.transfer_hold, 'transfer_hold'),
    unsettled: number(row.unsettled, 'unsettled'),
    balance: number(row.balance, 'balance'),
    net: number(row.balance, 'balance') - number(data[0]?.unsettled_fees, 'unsettled_fees'),
  }
}

export const money = [
  defineCase({
    id: 'cefi-rest.list-balances.hold-released',
    title: 'a canceled order gives back all that it held',
    covers: ['cefi-rest.listBalances', 'cefi-rest.cancelOrder'],
    ...measuring,
    async run(context) {
      const before = await holding(context)
      const { id } = await placeResting(context)
      assert.ok((await holding(context)).held > before.held, 'a resting buy holds dollars')
      await cancel(context, id)
      const after = await holding(context)
      assert.deepEqual([after.held, after.fees], [before.held, before.fees])
    },
  }),
  defineCase({
    id: 'cefi-rest.list-balances.fee-is-held',
    title: 'a resting buy holds the fee of its notional, at the rate that the order names',
    covers: ['cefi-rest.listBalances', 'cefi-rest.getOrderStatus'],
    ...measuring,
    async run(context) {
      const before = await holding(context)
      const { id, body } = await placeResting(context)
      const { order_info } = await context.cefiRest().getOrderStatus({ path: { ref_id: id } })
      const fee = Number(body.info.qty) * Number(body.info.price) * Number(order_info?.hold_fee_rate)
      const grown = (await holding(context)).fees - before.fees
      assert.ok(fee > 0 && near(grown, fee), `the hold for fees grew by ${grown}, the fee is ${fee}`)
    },
  }),
  defineCase({
    id: 'cefi-rest.list-balances.hold-of-a-sell',
    title: 'a resting sell holds its quantity of the base asset',
    covers: ['cefi-rest.listBalances', 'cefi-rest.createOrder'],
    ...measuring,
    async run(context) {
      const before = await holding(context, 'BTC')
      const { instrumentId, ask } = await topOfBook(context)
      const id = await enter(context, instrumentId, { side: 'SELL', price: String(Math.round(ask * 1.015)) })
      await statusBecomes(context, id, ['ACTIVE'])
      const grown = (await holding(context, 'BTC')).held - before.held
      assert.ok(near(grown, Number(smallQty)), `the hold grew by ${grown}`)
    },
  }),
  defineCase({
    id: 'cefi-rest.list-balances.hold-follows-a-change',
    title: 'an order that is made larger holds more',
    covers: ['cefi-rest.listBalances', 'cefi-rest.modifyOrder'],
    ...measuring,
    async run(context) {
      const { id, body } = await placeResting(context)
      const before = await holding(context)
      const { price = '', qty } = body.info
      await modify(context, id, String(2 * Number(qty)), price)
      await statusBecomes(context, id, ['ACTIVE'])
      const grown = (await holding(context)).held - before.held
      assert.ok(near(grown, Number(qty) * Number(price)), `the hold grew by ${grown}`)
    },
  }),
  defineCase({
    id: 'cefi-rest.list-balances.cost-of-a-fill',
    title: 'a purchase costs its price and its fee, no more and no less',
    covers: ['cefi-rest.listBalances', 'cefi-rest.listOrderTrades'],
    ...measuring,
    async run(context) {
      const before = await holding(context)
      const bitcoin = (await holding(context, 'BTC')).balance
      const { id } = await takeOffers(context)
      const fills = await fillsOf(context, id)
      const cost = fills.reduce(
        (sum, { trade_price, trade_qty, trade_fee_rate }) =>
          sum + Number(trade_price) * Number(trade_qty) * (1 + Number(trade_fee_rate)),
        0,
      )
      assert.ok(cost > 0, 'the fill is listed')
      const spent = before.net - (await holding(context)).net
      assert.ok(near(spent, cost), `${spent} was spent for a fill that costs ${cost}`)
      const got = (await holding(context, 'BTC')).balance - bitcoin
      assert.ok(Math.abs(got - Number(smallQty)) < 1e-9, `${got} came for it`)
    },
  }),
  defineCase({
    id: 'cefi-rest.list-balances.hold-of-what-is-left',
    title: 'an order that is filled in part holds what is left of it',
    covers: ['cefi-rest.listBalances', 'cefi-rest.getOrderStatus'],
    ...measuring,
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const before = await holding(context)
      const id = await enter(context, instrumentId, { side: 'BUY', price, qty: '0.003' })
      await statusBecomes(context, id, ['ACTIVE'])
      await counterpartySells(context, instrumentId)
      const read = () => context.cefiRest().getOrderStatus({ path: { ref_id: id } })
      const { order_info, leaves_qty } = await context.until(read, ({ executed_qty }) => Number(executed_qty) > 0)
      const left = Number(leaves_qty) * Number(price)
      const after = await holding(context)
      assert.ok(near(after.held - before.held, left), `the hold grew by ${after.held - before.held}, ${left} is left`)
      const fee = left * Number(order_info?.hold_fee_rate)
      assert.ok(near(after.fees - before.fees, fee), `the hold for fees grew by ${after.fees - before.fees}`)
    },
  }),
  defineCase({
    id: 'cefi-rest.list-balances.unsettled',
    title: 'what was traded is unsettled at first, and settled after a while',
    covers: ['cefi-rest.listBalances', 'cefi-rest.createOrder'],
    ...measuring,
    async run(context) {
      const settled = () =>
        context.until(
          () => holding(context, 'BTC'),
          ({ unsettled }) => unsettled === 0,
        )
      const { holdConfirmations } = context.sandbox()
      context.defer(() => holdConfirmations(false))
      await settled()
      await holdConfirmations(true)
      await takeOffers(context)
      const { unsettled } = await holding(context, 'BTC')
      assert.ok(Math.abs(unsettled - Number(smallQty)) < 1e-9, `${unsettled} is unsettled of a fill of ${smallQty}`)
      const owed = await holding(context)
      await holdConfirmations(false)
      await settled()
      const paid = await holding(context)
      assert.ok(near(paid.net, owed.net), `${paid.net} is left once the fees are paid, and not ${owed.net}`)
    },
  }),
  defineCase({
    id: 'cefi-rest.list-balances.hold-of-a-withdrawal',
    title: 'a withdrawal holds its amount while it is in progress, and no longer',
    covers: ['cefi-rest.listBalances', 'cefi-rest.createTransfer', 'cefi-rest.listActiveTransfers'],
    ...measuring,
    touches: 'transfer',
    async run(context) {
      const cefi = context.cefiRest()
      const { data: active } = await context.until(
        () => cefi.listActiveTransfers(),
        ({ data }) => data.length === 0,
      )
      assert.deepEqual(active, [])
      const before = await holding(context)
      const { holdConfirmations } = context.sandbox()
      context.defer(() => holdConfirmations(false))
      await holdConfirmations(true)
      const { id } = await cefi.createTransfer({ body: await withdrawal(context, '3') })
      const held = (await holding(context)).moving - before.moving
      assert.ok(near(held, 3), `a withdrawal of 3 in progress holds ${held}`)
      const underWay = (await cefi.listActiveTransfers()).data.some((transfer) => transfer.id === id)
      assert.ok(underWay, 'the withdrawal is not listed while it is in progress')
      await holdConfirmations(false)
      await transferBecomes(context, present(id, 'id'), ['COMPLETED'])
      assert.equal((await holding(context)).moving, before.moving)
    },
  }),
]
