import assert from 'node:assert/strict'
import { type Case, defineCase, type Subject } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { topOfBook } from '../cefi-rest/market.ts'
import { reader, session, symbol } from './session.ts'

const channels = ['INSTRUMENT', 'EBBO', 'DEPTH'] as const
const modes = ['signed', 'without-credentials'] as const

/** Channel × mode: every channel that begins with a snapshot, with credentials and without. */
export const snapshots: Case[] = [
  ...channels.flatMap((channel) =>
    modes.map((mode) => {
      const message: Subject = `cefi-ws.${channel.toLowerCase()}`
      return defineCase({
        id: `${message}.snapshot-${mode}`,
        title: `${channel} begins with a snapshot and its end marker, ${mode.replaceAll('-', ' ')}`,
        covers: ['cefi-ws.subscription', 'cefi-ws.confirmation', message, 'cefi-ws.snapshotComplete'],
        permutation: { channel, credentials: mode },
        needs: mode === 'signed' ? ['hmacKey'] : [],
        async run(context) {
          const client = session(context, mode === 'signed' ? {} : { auth: undefined })
          const subscription = await client.subscribe({ channel, items: [symbol] })
          const read = await reader(subscription).until(({ update }) => update === 'SNAPSHOT_COMPLETE')
          assert.equal(read[0]?.update, 'SNAPSHOT', 'the snapshot comes before its end')
          const end = present(read.at(-1), 'SNAPSHOT_COMPLETE')
          assert.ok('item' in end && end.item === symbol, 'the end marker names its item')
        },
      })
    }),
  ),
  defineCase({
    id: 'cefi-ws.confirmation.comes-first',
    title: 'a request is confirmed before the snapshots that it asked for, and each of these comes once',
    covers: ['cefi-ws.subscription', 'cefi-ws.confirmation', 'cefi-ws.instrument', 'cefi-ws.ebbo'],
    async run(context) {
      const socket = await context.connect()
      const timestamp = String(Math.floor(context.target.now('cefi-ws') / 1000))
      const asked = ['INSTRUMENT', 'EBBO']
      socket.send({ type: 'SUBSCRIBE_NO_AUTH', channels: asked, item_names: [symbol], timestamp })
      const come: unknown[] = []
      while (!asked.every((channel) => come.includes(channel))) {
        const frame = await socket.next(
          ({ channel, update }) => (channel === 'WEBSOCKET' ? update !== 'WELCOME' : update === 'SNAPSHOT'),
          5_000,
        )
        come.push(present(frame?.['channel'], 'what comes next'))
      }
      const [first, ...others] = come
      assert.equal(first, 'WEBSOCKET')
      assert.deepEqual([others.length, new Set(others)], [asked.length, new Set(asked)])
    },
  }),
  defineCase({
    id: 'cefi-ws.depth.agrees-with-rest',
    title: 'the best levels of the book are the best bid and offer that REST quotes',
    covers: ['cefi-ws.depth'],
    needs: ['hmacKey'],
    async run(context) {
      const book = await session(context).orderBook(symbol)
      await context.until(
        () => Promise.resolve(book.state),
        (state) => state === 'live',
      )
      const { bid, ask } = await context.until(
        () => topOfBook(context),
        // Traders may move the market between the two reads; it has to hold still once.
        (top) => top.bid === Number(book.bestBid?.price) && top.ask === Number(book.bestAsk?.price),
      )
      assert.ok(bid < ask, `bid ${bid}, ask ${ask}`)
    },
  }),
  defineCase({
    id: 'cefi-ws.depth.costs-what-rest-says',
    title: 'a size that takes several levels of the book costs what REST computes for it',
    covers: ['cefi-ws.depth', 'cefi-rest.computeMarketQuote'],
    // Nobody else may trade in between.
    needs: ['sandbox'],
    exclusive: true,
    async run(context) {
      const subscription = await session(context, { auth: undefined }).subscribe({ channel: 'DEPTH', items: [symbol] })
      const [first] = await reader(subscription).until(({ update }) => update === 'SNAPSHOT')
      const asks = present(first !== undefined && 'data' in first ? first.data?.asks : undefined, 'asks')
      const levels = asks
        .map(({ price, qty }) => ({ price: Number(price), qty: Number(qty) }))
        .sort((left, right) => left.price - right.price)
        .slice(0, 3)
      assert.equal(levels.length, 3)
      const size = levels.reduce((sum, { qty }) => sum + qty, 0)
      const cost = levels.reduce((sum, { price, qty }) => sum + price * qty, 0)
      const { instrumentId } = await topOfBook(context)
      const body = { instrument_id: instrumentId, side: 'BUY', qty: size.toFixed(4), qty_unit: 'BASE' } as const
      const quote = await context.cefiRest().computeMarketQuote({ body })
      assert.ok(Math.abs(Number(quote.notional) - cost) < 1e-4, `${quote.notional} for levels worth ${cost}`)
      assert.ok(Math.abs(Number(quote.price) - cost / size) < 1e-4, `at ${quote.price}, not ${cost / size}`)
    },
  }),
  defineCase({
    id: 'cefi-ws.ebbo.agrees-with-rest',
    title: 'the best bid and offer agree with those that REST quotes',
    covers: ['cefi-ws.ebbo'],
    needs: ['hmacKey'],
    async run(context) {
      const client = session(context)
      let told: number[] = []
      client.on('message', (message) => {
        if (message.channel !== 'EBBO' || !('data' in message)) return
        told = [message.data?.info?.best_bid, message.data?.info?.best_ask].map((side) => Number(side?.price))
      })
      await client.subscribe({ channel: 'EBBO', items: [symbol] })
      const { bid, ask } = await context.until(
        () => topOfBook(context),
        // Traders may move the market between the two reads; it has to hold still once.
        (top) => top.bid === told[0] && top.ask === told[1],
      )
      assert.ok(bid < ask, `bid ${bid}, ask ${ask}`)
    },
  }),
  defineCase({
    id: 'cefi-ws.instrument.agrees-with-rest',
    title: 'an instrument comes with the id, the state and the terms that REST lists',
    covers: ['cefi-ws.instrument'],
    async run(context) {
      const subscription = await session(context, { auth: undefined }).subscribe({
        channel: 'INSTRUMENT',
        items: [symbol],
      })
      const [first] = await reader(subscription).until(({ update }) => update === 'SNAPSHOT')
      assert.ok(first !== undefined && 'data' in first, 'the snapshot comes without data')
      const { data } = await context.cefiRest().listInstruments({ query: { symbol } })
      const listed = present(
        data.find(({ info }) => info?.symbol === symbol),
        symbol,
      )
      const { id, status, info } = { ...first.data }
      assert.deepEqual({ id, status, info }, { id: listed.id, status: listed.status, info: listed.info })
    },
  }),
]
