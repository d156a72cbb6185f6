import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused, stopped } from '../../case/refusal.ts'
import { pair, smallQty } from './market.ts'

const covers = ['gateway.computeQuote'] as const

export const computeQuote = [
  defineCase({
    id: 'gateway.compute-quote.buy-and-sell',
    title: 'a quote gives base for quote on a buy, and quote for base on a sell',
    covers,
    async run(context) {
      const gateway = context.gateway()
      const buy = await gateway.computeQuote({ body: { ...pair, side: 'buy', qty: '100', qty_unit: 'quote' } })
      const sell = await gateway.computeQuote({ body: { ...pair, side: 'sell', qty: smallQty, qty_unit: 'base' } })
      assert.ok(Number(present(buy.qty, 'qty')) < 1, 'a hundred dollars do not buy a bitcoin')
      assert.ok(Number(present(sell.qty, 'qty')) > 1, 'a thousandth of a bitcoin is worth more than a dollar')
      const worth = Number(buy.qty) * Number(buy.price)
      // Either may be rounded up, as in the published example: 0.01485 at 67340.25 is a little more than a thousand.
      assert.ok(worth > 80 && worth < 100.1, `${buy.qty} at ${buy.price} for 100 dollars`)
      const spread = Math.abs(Number(buy.price) - Number(sell.price)) / Number(sell.price)
      assert.ok(spread < 0.05, `the two prices lie ${(100 * spread).toFixed(1)} % apart`)
    },
  }),
  defineCase({
    id: 'gateway.compute-quote.quick-start-body',
    title: 'the field names of the quick start are refused by the service, and stopped by the client',
    refuses: covers,
    async run(context) {
      const slip = { base: 'BTC', quote: 'USD', side: 'buy', quantity: '100' }
      const response = await context.send('gateway', 'POST', '/quotes', slip)
      assert.equal(response.status, 400)
      await stopped(context.gateway().computeQuote({ body: slip as never }), 'request_invalid')
    },
  }),
  defineCase({
    id: 'gateway.compute-quote.tokenized-stock',
    title: 'a tokenized stock has no quote',
    refuses: covers,
    // Which stocks a live service lists, and in what it would quote them, is not known.
    needs: ['sandbox'],
    async run(context) {
      const gateway = context.gateway()
      const { data } = await gateway.listAssets({ query: { asset_class: 'stock' } })
      const base_asset = present(data?.[0]?.symbol, 'a stock')
      const call = gateway.computeQuote({ body: { ...pair, base_asset, side: 'buy', qty: '100', qty_unit: 'quote' } })
      await refused(call, { status: 400 })
    },
  }),
  defineCase({
    id: 'gateway.compute-quote.unknown-market',
    title: 'a quote in an asset that the exchange does not carry is unavailable',
    refuses: covers,
    needs: ['sandbox'],
    async run(context) {
      const call = context
        .gateway()
        .computeQuote({ body: { base_asset: 'BTC', quote_asset: 'EUR', side: 'buy', qty: '100', qty_unit: 'quote' } })
      await refused(call, { status: 503 })
    },
  }),
]
