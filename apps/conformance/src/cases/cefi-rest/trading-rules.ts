import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import type { Terms } from './market.ts'
import { counterpartySells, enter, fillsOf, insideSpread, statusBecomes } from './place.ts'
import { transferBecomes } from './transfers.ts'

const covers = ['cefi-rest.createOrder', 'cefi-rest.getOrderStatus'] as const

/** An order that rests, and another of the same account that would trade with it. */
async function crossing(context: CaseContext, stp: NonNullable<Terms['stp']>) {
  const { instrumentId, price } = await insideSpread(context)
  const resting = await enter(context, instrumentId, { side: 'BUY', price })
  await statusBecomes(context, resting, ['ACTIVE'])
  return { resting, newcomer: await enter(context, instrumentId, { side: 'SELL', price, stp }) }
}

const moves = [
  {
    name: 'deposit-completes',
    title: 'a deposit completes and raises the balance by its amount',
    type: 'DEPOSIT',
    change: 2,
  },
  {
    name: 'withdrawal-leaves',
    title: 'a withdrawal completes and lowers the balance by its amount',
    type: 'WITHDRAW',
    change: -2,
  },
] as const

export const tradingRules = [
  defineCase({
    id: 'cefi-rest.list-order-trades.maker',
    title: 'an order that rested is filled as the maker, at its own price',
    covers: [...covers, 'cefi-rest.listOrderTrades'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const id = await enter(context, instrumentId, { side: 'BUY', price })
      await statusBecomes(context, id, ['ACTIVE'])
      await counterpartySells(context, instrumentId)
      await statusBecomes(context, id, ['FILLED'])
      const [fill] = await fillsOf(context, id)
      assert.equal(fill?.liq_flag, 'MAKER')
      assert.equal(Number(fill.trade_price), Number(price))
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.self-trade-cancels-the-newcomer',
    title: 'an order that would trade with its own account is canceled, and the resting one stays',
    covers,
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { resting, newcomer } = await crossing(context, 'CANCEL_AGGRESSIVE')
      const ended = await statusBecomes(context, newcomer, ['CANCELED'])
      assert.equal(Number(ended.executed_qty), 0)
      await statusBecomes(context, resting, ['ACTIVE'])
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.self-trade-cancels-both',
    title: 'two orders of one account that would trade with each other are both canceled',
    covers,
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { resting, newcomer } = await crossing(context, 'CANCEL_BOTH')
      await statusBecomes(context, newcomer, ['CANCELED'])
      await statusBecomes(context, resting, ['CANCELED'])
    },
  }),
  ...moves.map(({ name, title, type, change }) =>
    defineCase({
      id: `cefi-rest.create-transfer.${name}`,
      title,
      covers: ['cefi-rest.createTransfer', 'cefi-rest.listBalances'],
      needs: ['hmacKey', 'sandbox'],
      touches: 'transfer',
      exclusive: true,
      async run(context) {
        const cefi = context.cefiRest()
        const { clientId: client_id } = context.target.hmac()
        const { data: assets } = await cefi.listAssets({ query: { name: 'SOL' } })
        const asset_id = present(assets[0]?.id, 'SOL')
        const balance = async () => {
          const { data } = await cefi.listBalances({ query: { client_id, asset_id } })
          return Number(data[0]?.balances?.[0]?.balance ?? 0)
        }
        const before = await balance()
        const instructions = { note: name }
        const request = { amount: '2', asset_id, client_id, type, platform: 'CRYPTO', instructions } as const
        const { id } = await cefi.createTransfer({ body: { request } })
        const ended = await transferBecomes(context, present(id, 'id'), ['COMPLETED', 'FAILED', 'REJECTED'])
        assert.equal(ended.status, 'COMPLETED')
        // In what form they come back is an open question (R20).
        const { instructions: told, ...others } = present(ended.request, 'request')
        assert.deepEqual({ ...others, instructions }, request)
        assert.match(JSON.stringify(told), new RegExp(name))
        assert.ok(Math.abs((await balance()) - before - change) < 1e-9, `the balance did not change by ${change}`)
      },
    }),
  ),
]
