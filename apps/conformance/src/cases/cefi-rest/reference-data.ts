import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused, stopped } from '../../case/refusal.ts'
import { instrument, smallQty, topOfBook } from './market.ts'
import { cancel, enter, fillsOf, insideSpread, statusBecomes, takeOffers } from './place.ts'

/** Of BTC-PYUSD, as seen on UAT; no edition prints it. */
const increment = 0.0001
const tick = 0.5

export const referenceData = [
  defineCase({
    id: 'cefi-rest.list-assets.by-id',
    title: 'assets are listed without credentials, all or one by id or name',
    covers: ['cefi-rest.listAssets'],
    async run(context) {
      const cefi = context.cefiRest()
      const { data } = await cefi.listAssets()
      const bitcoin = present(
        data.find(({ fields }) => fields?.name === 'BTC'),
        'BTC',
      )
      const byId = await cefi.listAssets({ query: { id: present(bitcoin.id, 'id') } })
      const byName = await cefi.listAssets({ query: { name: 'BTC' } })
      assert.deepEqual(byId.data, [bitcoin])
      assert.deepEqual(byName.data, [bitcoin])
    },
  }),
  defineCase({
    id: 'cefi-rest.list-assets.id-zero',
    title: 'an asset id that begins with zero is refused, and stopped by the client',
    refuses: ['cefi-rest.listAssets'],
    async run(context) {
      const query = { id: '0' }
      await stopped(context.cefiRest().listAssets({ query }), 'request_invalid')
      await refused(context.cefiRest({ validate: 'off' }).listAssets({ query }), { status: 400 })
    },
  }),
  defineCase({
    id: 'cefi-rest.list-instruments.by-symbol',
    title: 'an instrument is found by its symbol, and the assets it names exist',
    covers: ['cefi-rest.listInstruments'],
    async run(context) {
      const { info } = await instrument(context)
      const { data: assets } = await context.cefiRest().listAssets()
      const ids = assets.map(({ id }) => id)
      assert.ok(ids.includes(info.base_asset_id), 'the base asset is unknown')
      assert.ok(ids.includes(info.quote_asset_id), 'the quote asset is unknown')
    },
  }),
  defineCase({
    id: 'cefi-rest.list-instruments.by-id',
    title: 'one instrument is found by its id',
    covers: ['cefi-rest.listInstruments'],
    async run(context) {
      const { id } = await instrument(context)
      const { data } = await context.cefiRest().listInstruments({ query: { id } })
      assert.deepEqual(
        data.map((each) => each.id),
        [id],
      )
    },
  }),
  defineCase({
    id: 'cefi-rest.list-instruments.turnover',
    title: 'a trade adds to the turnover of its instrument, and is the last one that its quote names',
    covers: ['cefi-rest.listInstruments', 'cefi-rest.listMarketQuotes'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { id } = await instrument(context)
      const turnover = async () => {
        const { data } = await context.cefiRest().listInstruments({ query: { id } })
        const stats = present(data[0]?.stats, 'stats')
        return { base: Number(stats.last_24hr_quantity), quote: Number(stats.last_24hr_notional) }
      }
      const before = await turnover()
      const { id: orderId } = await takeOffers(context)
      const after = await turnover()
      const { data } = await context.cefiRest().listMarketQuotes({ query: { instrument_id: id } })
      const fill = present((await fillsOf(context, orderId))[0], 'the fill')
      assert.deepEqual(data[0]?.info?.last_trade, {
        price: fill.trade_price,
        qty: fill.trade_qty,
        timestamp: fill.timestamp,
      })
      assert.ok(Math.abs(after.base - before.base - Number(smallQty)) < 1e-9, 'the base turnover')
      assert.ok(after.quote - before.quote > Number(fill.trade_price) * Number(smallQty) - 1e-6, 'the quote turnover')
    },
  }),
  defineCase({
    id: 'cefi-rest.list-market-quotes.not-crossed',
    title: 'the best bid lies below the best offer',
    covers: ['cefi-rest.listMarketQuotes'],
    async run(context) {
      const { bid, ask } = await topOfBook(context)
      assert.ok(bid < ask, `bid ${bid}, ask ${ask}`)
      const { data } = await context.cefiRest().listMarketQuotes()
      assert.ok(data.length > 0, 'without an id every market is quoted')
    },
  }),
  defineCase({
    id: 'cefi-rest.list-market-quotes.own-level',
    title:
      'two orders inside the spread are the best bid, with their size, their count, the time of the last change, and what is paid',
    covers: ['cefi-rest.listMarketQuotes', 'cefi-rest.computeMarketQuote'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { instrumentId, price } = await insideSpread(context)
      const joined = async () => {
        const id = await enter(context, instrumentId, { side: 'BUY', price })
        await statusBecomes(context, id, ['ACTIVE'])
        const { data } = await context.cefiRest().listMarketQuotes({ query: { instrument_id: instrumentId } })
        const { best_bid, last_update } = present(data[0]?.info, 'info')
        const { price: best, qty, order_count, last_update: changed } = present(best_bid, 'best_bid')
        assert.equal(Number(best), Number(price))
        const times = [last_update, changed].map((time) => BigInt(present(time, 'last_update')))
        return { qty: Number(qty), count: order_count, times }
      }
      const [one, two] = [await joined(), await joined()]
      assert.deepEqual([one.qty, one.count], [Number(smallQty), '1'])
      assert.deepEqual([two.qty, two.count], [2 * Number(smallQty), '2'])
      for (const [index, time] of two.times.entries())
        assert.ok(time > (one.times[index] ?? time), 'a change of a level is dated')
      const body = { instrument_id: instrumentId, side: 'SELL', qty: smallQty, qty_unit: 'BASE' } as const
      const quote = await context.cefiRest().computeMarketQuote({ body })
      assert.equal(Number(quote.price), Number(price), 'what the best bid takes whole is sold at its price')
    },
  }),
  defineCase({
    id: 'cefi-rest.list-instruments.price-bands',
    title:
      'the last price within the band that the instrument names, around the middle of the book, is accepted, and the next is not',
    covers: ['cefi-rest.listInstruments', 'cefi-rest.createOrder', 'cefi-rest.getOrderStatus'],
    // Whether an order outside the band is taken in at all is an open question (R25).
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const { id: instrumentId, info } = await instrument(context)
      const band = Number(present(info.price_bands_percent, 'price_bands_percent'))
      const { bid, ask } = await topOfBook(context)
      const becomes = async (status: string, side: 'BUY' | 'SELL', price: number) => {
        const id = await enter(context, instrumentId, { side, price: String(price) })
        await statusBecomes(context, id, [status])
        return id
      }
      // An order near the other side moves the middle up, then down: no other price can be taken for both.
      for (const [side, price, middle] of [
        ['BUY', ask - tick, ask - tick / 2] as const,
        ['SELL', bid + tick, bid + tick / 2] as const,
      ]) {
        const mover = await becomes('ACTIVE', side, price)
        const lowest = Math.ceil((middle * (1 - band)) / tick - 1e-6) * tick
        const highest = Math.floor((middle * (1 + band)) / tick + 1e-6) * tick
        await becomes('ACTIVE', 'BUY', lowest)
        await becomes('REJECTED', 'BUY', lowest - tick)
        await becomes('ACTIVE', 'SELL', highest)
        await becomes('REJECTED', 'SELL', highest + tick)
        await cancel(context, mover)
      }
    },
  }),
  defineCase({
    id: 'cefi-rest.compute-market-quote.both-units',
    title: 'a size in base units costs what it says, a size in quote units leaves a residual below one increment',
    covers: ['cefi-rest.computeMarketQuote'],
    async run(context) {
      const { id } = await instrument(context)
      const cefi = context.cefiRest()
      const base = await cefi.computeMarketQuote({
        body: { instrument_id: id, side: 'BUY', qty: smallQty, qty_unit: 'BASE' },
      })
      assert.equal(Number(base.qty), Number(smallQty))
      const cost = Number(base.qty) * Number(base.price)
      assert.ok(Math.abs(Number(base.notional) / cost - 1) < 1e-4, `${base.notional} for what costs ${cost}`)

      const quote = await cefi.computeMarketQuote({
        body: { instrument_id: id, side: 'BUY', qty: '1000', qty_unit: 'QUOTE' },
      })
      const used = Number(quote.notional) + Number(quote.notional_residual)
      assert.ok(Math.abs(used - 1000) < 1e-6, `notional and residual make up ${used}`)
      // One increment more is paid at the price of the last level or above, and never far from the average.
      const oneMore = increment * Number(quote.price) * 1.01
      const residual = Number(quote.notional_residual)
      assert.ok(residual >= 0 && residual < oneMore, `${residual} is left over where one increment costs ${oneMore}`)
      const increments = Number(quote.qty) / increment
      assert.ok(Math.abs(increments - Math.round(increments)) < 1e-6, `${quote.qty} cannot be ordered`)
    },
  }),
  defineCase({
    id: 'cefi-rest.compute-market-quote.older-version',
    title: 'the older version answers a size and a price, and nothing else',
    covers: ['cefi-rest.computeMarketQuote'],
    // Whether it is still served is an open question (R1).
    needs: ['sandbox'],
    async run(context) {
      const { id } = await instrument(context)
      const body = { instrument_id: id, side: 'BUY', qty: smallQty, qty_unit: 'BASE' }
      const answer = await context.send('cefi-rest', 'POST', '/markets/quote', body, {
        'X-Truex-Version': 'v2024_01_01',
      })
      assert.deepEqual(Object.keys((await answer.json()) as object).toSorted(), ['price', 'qty'])
    },
  }),
  defineCase({
    id: 'cefi-rest.compute-market-quote.unknown-instrument',
    title: 'a quote on an instrument that does not exist is not found',
    refuses: ['cefi-rest.computeMarketQuote'],
    async run(context) {
      const body = { instrument_id: '99999999999999999', side: 'BUY', qty: '1', qty_unit: 'BASE' } as const
      await refused(context.cefiRest().computeMarketQuote({ body }), { status: 404, code: 'not_found' })
    },
  }),
]
