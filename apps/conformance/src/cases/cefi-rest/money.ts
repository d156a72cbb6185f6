import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { placeResting, statusBecomes, takeOffers } from './place.ts'

const measuring = { needs: ['hmacKey', 'sandbox'], touches: 'trade', exclusive: true } as const

/** The dollars of the account: what orders hold of them, and what is left once the fees that are owed are paid. */
async function dollars(context: CaseContext) {
  const client_id = context.target.hmac().clientId
  const { data } = await context.cefiRest().listBalances({ query: { client_id, asset_name: 'PYUSD' } })
  const row = present(data[0]?.balances?.[0], 'the row of PYUSD')
  const number = (text: string | undefined, name: string) => Number(present(text, name))
  return {
    held: number(row.order_hold, 'order_hold') + number(data[0]?.fees_hold, 'fees_hold'),
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
      const before = await dollars(context)
      const { id } = await placeResting(context)
      assert.ok((await dollars(context)).held > before.held, 'a resting buy holds dollars')
      await context.cefiRest().cancelOrder({ path: { ref_id: id } })
      await statusBecomes(context, id, ['CANCELED'])
      assert.equal((await dollars(context)).held, before.held)
    },
  }),
  defineCase({
    id: 'cefi-rest.list-balances.cost-of-a-fill',
    title: 'a purchase costs its price and its fee, no more and no less',
    covers: ['cefi-rest.listBalances', 'cefi-rest.listOrderTrades'],
    ...measuring,
    async run(context) {
      const before = await dollars(context)
      const { id } = await takeOffers(context)
      const timestamp = String(BigInt(Date.now() + 60_000) * 1_000_000n)
      const { data } = await context.cefiRest().listOrderTrades({ query: { timestamp, size: 100 } })
      const fills = data.filter(({ order_id }) => order_id === id)
      const cost = fills.reduce(
        (sum, { trade_price, trade_qty, trade_fee_rate }) =>
          sum + Number(trade_price) * Number(trade_qty) * (1 + Number(trade_fee_rate)),
        0,
      )
      assert.ok(cost > 0, 'the fill is listed')
      const spent = before.net - (await dollars(context)).net
      assert.ok(Math.abs(spent - cost) < 1e-4, `${spent} was spent for a fill that costs ${cost}`)
    },
  }),
]
