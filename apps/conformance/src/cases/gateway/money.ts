import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { counterpartyOffers, insideSpread } from '../cefi-rest/place.ts'
import { prepareRestingSwap, prepareSwap, solanaDollars, solanaToken } from './defi.ts'
import { pair } from './market.ts'
import { buyAtMarket, place, statusBecomes } from './place.ts'
import { stamped } from './stamp.ts'
import { nobody, prepareTransfer, transferEnds } from './transfers.ts'

const measuring = { needs: ['apiKey', 'sandbox'], exclusive: true } as const
const near = (left: number, right: number) => Math.abs(left - right) < 1e-6

/** What the account holds of an asset, by the id that balances and catalogue share. */
async function holding(context: CaseContext, assetId: string) {
  const { data } = await context.gateway().listBalances()
  const row = data?.find(({ asset_id }) => asset_id === assetId)
  return { total: Number(row?.total ?? 0), available: Number(row?.available ?? 0) }
}

/** What is said to have happened, against what the balances say. */
export const money = [
  defineCase({
    id: 'gateway.execute-order.moves-what-was-quoted',
    title: 'a settled swap takes and brings what its quote said',
    covers: ['gateway.executeOrder', 'gateway.listBalances'],
    ...measuring,
    touches: 'trade',
    async run(context) {
      const [dollars, token] = [await solanaDollars(context), await solanaToken(context)]
      const before = { dollars: await holding(context, dollars), token: await holding(context, token) }
      const { id, payloads, quote } = await prepareSwap(context)
      await context.gateway().executeOrder({ path: { id }, body: stamped(context.target.keyFile(), payloads) })
      await statusBecomes(context, id, ['complete'])
      const paid = before.dollars.total - (await holding(context, dollars)).total
      const got = (await holding(context, token)).total - before.token.total
      assert.ok(near(paid, Number(quote.qty)), `${paid} was paid, ${quote.qty} was quoted`)
      assert.ok(near(got, Number(quote.qty_out)), `${got} arrived, ${quote.qty_out} was quoted`)
    },
  }),
  defineCase({
    id: 'gateway.execute-order.sells-what-was-quoted',
    title: 'a swap that sells takes the tokens and brings the dollars that its quote said',
    covers: ['gateway.executeOrder', 'gateway.listBalances'],
    ...measuring,
    touches: 'trade',
    async run(context) {
      const [dollars, asset_id] = [await solanaDollars(context), await solanaToken(context)]
      const before = { dollars: await holding(context, dollars), token: await holding(context, asset_id) }
      const { order_id, payloads, quote } = await context.gateway().createOrder({
        body: { asset_id, side: 'sell', type: 'market', qty: '200', qty_unit: 'base' },
      })
      const id = present(order_id, 'order_id')
      await context.gateway().executeOrder({ path: { id }, body: stamped(context.target.keyFile(), payloads) })
      await statusBecomes(context, id, ['complete'])
      const paid = before.token.total - (await holding(context, asset_id)).total
      const got = (await holding(context, dollars)).total - before.dollars.total
      assert.ok(near(paid, 200) && near(paid, Number(quote?.qty)), `${paid} was paid, ${quote?.qty} was quoted`)
      assert.ok(got > 1 && near(got, Number(quote?.qty_out)), `${got} arrived, ${quote?.qty_out} was quoted`)
      const { executed_qty, executed_vwap } = await context.gateway().getOrder({ path: { id } })
      assert.ok(near(Number(executed_qty), 200), `${executed_qty} was executed`)
      const worth = Number(executed_vwap) * 200 - Number(quote?.fee)
      assert.ok(Math.abs(worth - got) < 1e-3, `${got} arrived of what is worth ${worth}`)
    },
  }),
  defineCase({
    id: 'gateway.get-order.cost-of-a-fill',
    title: 'a purchase at the exchange costs its price and the fee that the order names',
    covers: ['gateway.getOrder', 'gateway.listBalances'],
    ...measuring,
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const { data } = await gateway.listBalances()
      const dollars = present(data?.find(({ symbol }) => symbol === 'PYUSD')?.asset_id, 'the row of PYUSD')
      const before = await holding(context, dollars)
      const id = await buyAtMarket(context)
      const { executed_qty, executed_vwap, fee } = await gateway.getOrder({ path: { id } })
      const cost = Number(executed_qty) * Number(executed_vwap) + Number(fee)
      const spent = before.available - (await holding(context, dollars)).available
      assert.ok(Number(fee) > 0 && near(spent, cost), `${spent} was spent for an order that cost ${cost}`)
    },
  }),
  defineCase({
    id: 'gateway.get-order.average-price',
    title: 'the average price of an order is that of its fills, and not its limit or the last of them',
    covers: ['gateway.getOrder', 'gateway.createOrder'],
    ...measuring,
    touches: 'trade',
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const [lower, higher] = [Number(price), Number(price) + 0.5]
      for (const offer of [lower, higher]) await counterpartyOffers(context, instrumentId, String(offer))
      const id = await place(
        context,
        { ...pair, side: 'buy', type: 'limit', qty: '0.002', qty_unit: 'base', price: String(higher) },
        'complete',
      )
      const { executed_vwap } = await context.gateway().getOrder({ path: { id } })
      assert.equal(Number(executed_vwap), (lower + higher) / 2)
    },
  }),
  defineCase({
    id: 'gateway.create-order.quote-adds-up',
    title: 'what a swap brings and its fee are worth what it costs',
    covers: ['gateway.createOrder', 'gateway.getPortfolio'],
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const id = await solanaToken(context)
      const { balances } = await context.gateway().getPortfolio()
      const price = Number(present(balances?.find(({ asset_id }) => asset_id === id)?.price, 'price of the token'))
      const { quote } = await prepareSwap(context)
      assert.ok(Number(quote.fee) > 0, 'a swap costs a fee')
      const worth = Number(quote.qty_out) * price + Number(quote.fee)
      assert.ok(Math.abs(worth - Number(quote.qty)) < 0.001, `${worth} for ${quote.qty}`)
    },
  }),
  defineCase({
    id: 'gateway.execute-cancel-order.gives-back',
    title: 'a resting on-chain order holds its cost, and gives it back when it is canceled',
    covers: ['gateway.executeCancelOrder', 'gateway.listBalances'],
    ...measuring,
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const keyFile = context.target.keyFile()
      const dollars = await solanaDollars(context)
      const before = await holding(context, dollars)
      const { id, payloads } = await prepareRestingSwap(context)
      await gateway.executeOrder({ path: { id }, body: stamped(keyFile, payloads) })
      await statusBecomes(context, id, ['active'])
      const resting = await holding(context, dollars)
      assert.ok(resting.available < before.available, 'what is held is not available')
      assert.ok(near(resting.total, before.total), 'what is held is still there')
      const prepared = await gateway.prepareCancelOrder({ path: { id } })
      await gateway.executeCancelOrder({ path: { id }, body: stamped(keyFile, prepared.payloads) })
      await statusBecomes(context, id, ['canceled'])
      assert.ok(near((await holding(context, dollars)).available, before.available), 'the hold is given back')
    },
  }),
  defineCase({
    id: 'gateway.execute-transfer.leaves-the-wallet',
    title: 'a completed transfer leaves the wallet',
    covers: ['gateway.executeTransfer', 'gateway.listBalances'],
    ...measuring,
    touches: 'transfer',
    async run(context) {
      const gateway = context.gateway()
      const dollars = await solanaDollars(context)
      const before = await holding(context, dollars)
      const { id, payloads } = await prepareTransfer(context)
      await gateway.executeTransfer({ path: { id }, body: stamped(context.target.keyFile(), payloads) })
      const ended = await transferEnds(context, id)
      const gone = before.total - (await holding(context, dollars)).total
      assert.ok(near(gone, Number(ended.sent)), `${gone} is gone, ${ended.sent} was sent`)
    },
  }),
  defineCase({
    id: 'gateway.execute-transfer.holds-what-it-sends',
    title: 'a transfer under way holds what it sends',
    covers: ['gateway.executeTransfer', 'gateway.listBalances', 'gateway.getTransfer'],
    ...measuring,
    touches: 'transfer',
    async run(context) {
      const gateway = context.gateway()
      const dollars = await solanaDollars(context)
      const before = await holding(context, dollars)
      const { id, payloads } = await prepareTransfer(context)
      const { holdConfirmations } = context.sandbox()
      context.defer(() => holdConfirmations(false))
      await holdConfirmations(true)
      await gateway.executeTransfer({ path: { id }, body: stamped(context.target.keyFile(), payloads) })
      const during = await holding(context, dollars)
      assert.equal((await gateway.getTransfer({ path: { id } })).status, 'pending')
      const held = before.available - during.available
      assert.ok(near(held, 1) && near(before.total, during.total), `a transfer of 1 holds ${held}`)
      await holdConfirmations(false)
      await transferEnds(context, id)
    },
  }),
  defineCase({
    id: 'gateway.execute-transfer.in-dollars',
    title: 'a transfer that is asked for in dollars sends the tokens that they are worth',
    covers: ['gateway.executeTransfer', 'gateway.createTransfer', 'gateway.getPortfolio'],
    ...measuring,
    touches: 'transfer',
    async run(context) {
      const gateway = context.gateway()
      const asset_id = await solanaToken(context)
      const { balances } = await gateway.getPortfolio()
      const row = present(
        balances?.find((each) => each.asset_id === asset_id),
        'the row of the token',
      )
      const { id, payloads } = await gateway.createTransfer({
        body: { asset_id, qty: '2', qty_unit: 'quote', to: nobody },
      })
      await gateway.executeTransfer({ path: { id }, body: stamped(context.target.keyFile(), payloads) })
      const { qty, qty_unit, sent } = await transferEnds(context, id)
      assert.deepEqual([Number(qty), qty_unit], [2, 'quote'])
      const wanted = 2 / Number(row.price)
      assert.ok(Math.abs(Number(sent) - wanted) < 1e-5, `${sent} was sent, two dollars are ${wanted}`)
      const gone = Number(row.total) - (await holding(context, asset_id)).total
      assert.ok(near(gone, Number(sent)), `${gone} is gone`)
    },
  }),
  defineCase({
    id: 'gateway.execute-order.bridged',
    title: 'a purchase on CeFi that lacks cash there is paid from the chain once that is signed',
    covers: ['gateway.createOrder', 'gateway.executeOrder'],
    needs: ['sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { keyFile, signerKeyFile, userId } = context.sandbox().organization
      const gateway = context.gatewayAs(keyFile)
      const header = { 'TM-On-Behalf-Of': userId }
      const order = await gateway.createOrder({
        header,
        body: { ...pair, side: 'buy', type: 'market', qty: '2000', qty_unit: 'quote' },
      })
      assert.equal(order.status, 'initialized')
      const path = { id: present(order.order_id, 'order_id') }
      await gateway.executeOrder({ path, header, body: stamped(signerKeyFile, order.payloads) })
      const { status } = await context.until(
        () => gateway.getOrderStatus({ path, header }),
        ({ status }) => status === 'complete' || status === 'failed' || status === 'canceled',
      )
      assert.equal(status, 'complete')
    },
  }),
  defineCase({
    id: 'gateway.list-transactions.hides-unexecuted',
    title: 'an order that was prepared and never executed is not in the feed',
    covers: ['gateway.listTransactions'],
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const { id } = await prepareSwap(context)
      const { data } = await context.gateway().listTransactions({ query: { limit: 50 } })
      assert.equal(
        data?.some(({ order }) => order?.order_id === id),
        false,
      )
    },
  }),
]
