import assert from 'node:assert/strict'
import { hmacKey } from '@truemarkets/core'
import type { CaseContext } from '../../case/context.ts'
import { type Case, defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { clientOrderId, restingBody, smallQty, topOfBook } from './market.ts'
import { cancelIfOpen, enter, modify, placeResting, statusBecomes } from './place.ts'

const covers = ['cefi-rest.createOrder', 'cefi-rest.getOrderStatus'] as const

/** Sizes and prices that no rule of BTC-PYUSD allows: accepted as requests, refused as orders. */
const broken: { name: string; title: string; terms: (bid: number) => { qty?: string; price: string } }[] = [
  {
    name: 'between-increments',
    title: 'a size between two increments ends rejected',
    terms: (bid) => ({ qty: '0.00105', price: String(Math.round(bid * 0.985)) }),
  },
  {
    name: 'between-ticks',
    title: 'a price between two ticks ends rejected',
    terms: (bid) => ({ price: `${Math.round(bid * 0.985)}.25` }),
  },
  {
    name: 'more-than-there-is',
    title: 'an order that the account cannot pay ends rejected',
    terms: (bid) => ({ qty: '1000', price: String(Math.round(bid * 0.985)) }),
  },
]

/** The most open orders of one client, as seen on UAT. */
const mostOpenOrders = 50

/** So many resting orders of the other trader. */
export async function enterMany(context: CaseContext, count: number): Promise<string[]> {
  const { counterparty } = context.sandbox()
  const cefi = context.cefiRest({ auth: hmacKey(counterparty) })
  const body = await restingBody(context)
  const info = { ...body.info, client_id: counterparty.clientId }
  const one = async () => {
    const order = await cefi.createOrder({ body: { external_id: clientOrderId(context), info } })
    const id = present(order.id, 'id')
    context.defer(() => cancelIfOpen(context, id, cefi))
    return id
  }
  return Promise.all(Array.from({ length: count }, one))
}

/** A pair that no other case trades, at about 180, whose increment is worth less than the minimum. */
async function solana(context: CaseContext): Promise<string> {
  const { data } = await context.cefiRest().listInstruments({ query: { symbol: 'SOL-PYUSD' } })
  return present(data[0]?.id, 'SOL-PYUSD')
}

/** Changes that the market's rules, or the account, do not allow. */
const refusedChanges = [
  { name: 'outside-the-band', title: 'to a price outside the band', qty: smallQty, share: 0.5 },
  { name: 'between-increments', title: 'to a size between two increments', qty: '0.00105', share: 1 },
  { name: 'more-than-there-is', title: 'that the account cannot pay', qty: '1000', share: 1 },
]

export const orderChecks: Case[] = [
  ...broken.map(({ name, title, terms }) =>
    defineCase({
      id: `cefi-rest.create-order.${name}`,
      title,
      covers,
      needs: ['hmacKey', 'sandbox'],
      touches: 'trade',
      async run(context) {
        const { instrumentId, bid } = await topOfBook(context)
        const id = await enter(context, instrumentId, { side: 'BUY', ...terms(bid) })
        await statusBecomes(context, id, ['REJECTED'])
      },
    }),
  ),
  defineCase({
    id: 'cefi-rest.create-order.too-many',
    title: 'the fifty-first open order of a client ends rejected',
    covers,
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const ids = await enterMany(context, mostOpenOrders + 1)
      const cefi = context.cefiRest({ auth: hmacKey(context.sandbox().counterparty) })
      const statuses = async () => {
        const all = await Promise.all(ids.map((ref_id) => cefi.getOrderStatus({ path: { ref_id } })))
        return all.map(({ status }) => status)
      }
      const settled = await context.until(statuses, (all) =>
        all.every((each) => each === 'ACTIVE' || each === 'REJECTED'),
      )
      assert.equal(settled.filter((status) => status === 'ACTIVE').length, mostOpenOrders)
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.below-the-minimum',
    title: 'an order worth less than the minimum ends rejected',
    covers,
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const id = await enter(context, await solana(context), { side: 'BUY', qty: '0.002', price: '180' })
      await statusBecomes(context, id, ['REJECTED'])
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.while-halted',
    title: 'an instrument that is halted is listed so, and an order for it ends rejected',
    covers: [...covers, 'cefi-rest.listInstruments'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { setTrading } = context.sandbox()
      const instrumentId = await solana(context)
      context.defer(() => setTrading('SOL-PYUSD', true))
      await setTrading('SOL-PYUSD', false)
      const { data } = await context.cefiRest().listInstruments({ query: { id: instrumentId } })
      assert.equal(data[0]?.status, 'HALTED')
      const id = await enter(context, instrumentId, { side: 'BUY', qty: '1', price: '180' })
      await statusBecomes(context, id, ['REJECTED'])
    },
  }),
  defineCase({
    id: 'cefi-rest.cancel-order.begins',
    title: 'the answer to a cancel says that it has begun, and no more',
    covers: ['cefi-rest.cancelOrder'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const { id } = await placeResting(context)
      const { status } = await context.cefiRest().cancelOrder({ path: { ref_id: id } })
      assert.equal(status, 'CANCEL_PENDING')
    },
  }),
  defineCase({
    id: 'cefi-rest.modify-order.begins',
    title: 'the answer to a change says that it has begun, and no more',
    covers: ['cefi-rest.modifyOrder'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const { id, body } = await placeResting(context)
      const { status } = await modify(context, id, '0.002', body.info.price ?? '')
      assert.equal(status, 'MODIFY_PENDING')
    },
  }),
  ...refusedChanges.map(({ name, title, qty, share }) =>
    defineCase({
      id: `cefi-rest.modify-order.${name}`,
      title: `a change ${title} leaves the order and what it holds as they were`,
      covers: ['cefi-rest.modifyOrder', 'cefi-rest.getOrderStatus', 'cefi-rest.listBalances'],
      // Whether such a change is taken in at all is an open question (R30).
      needs: ['hmacKey', 'sandbox'],
      touches: 'trade',
      exclusive: true,
      async run(context) {
        const cefi = context.cefiRest()
        const held = async () => {
          const { data } = await cefi.listBalances({ query: { asset_name: 'PYUSD' } })
          return [data[0]?.fees_hold, data[0]?.balances?.[0]?.order_hold]
        }
        const { id, body } = await placeResting(context)
        const before = await held()
        const price = Number(body.info.price)
        await modify(context, id, qty, String(Math.round(price * share)))
        const { order_info, leaves_qty } = await statusBecomes(context, id, ['ACTIVE'])
        assert.deepEqual(
          [Number(order_info?.qty), Number(order_info?.price), Number(leaves_qty)],
          [Number(body.info.qty), price, Number(body.info.qty)],
        )
        assert.deepEqual(await held(), before)
      },
    }),
  ),
  defineCase({
    id: 'cefi-rest.modify-order.to-where-it-trades',
    title: 'an order whose changed price meets the offers trades with them',
    covers: ['cefi-rest.modifyOrder', ...covers],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { instrumentId, bid, ask } = await topOfBook(context)
      const id = await enter(context, instrumentId, { side: 'BUY', price: String(Math.round(bid * 0.985)) })
      await statusBecomes(context, id, ['ACTIVE'])
      await modify(context, id, smallQty, String(Math.ceil(ask * 1.005)))
      const { executed_qty } = await context.until(
        () => context.cefiRest().getOrderStatus({ path: { ref_id: id } }),
        ({ status }) => status !== 'MODIFY_PENDING',
      )
      assert.equal(Number(executed_qty), Number(smallQty))
    },
  }),
  defineCase({
    id: 'cefi-rest.get-order-status.of-another-client',
    title: "another client's order is as unknown as one that never was",
    refuses: ['cefi-rest.getOrderStatus', 'cefi-rest.cancelOrder'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const { id: ref_id } = await placeResting(context)
      const stranger = context.cefiRest({ auth: hmacKey(context.sandbox().counterparty) })
      await refused(stranger.getOrderStatus({ path: { ref_id } }), { status: 404, code: 'not_found' })
      await refused(stranger.cancelOrder({ path: { ref_id } }), { status: 404, code: 'not_found' })
    },
  }),
]
