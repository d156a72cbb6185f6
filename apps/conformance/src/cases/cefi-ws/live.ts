import assert from 'node:assert/strict'
import { type Case, defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { smallQty, topOfBook } from '../cefi-rest/market.ts'
import { enter, fillsOf, insideSpread, placeResting, trade } from '../cefi-rest/place.ts'
import { firstMessage, isConfirmation, reader, session, symbol } from './session.ts'

/** Where an order rests and trades with nobody, on either side. */
const sides = [
  { side: 'BUY', levels: 'bids', share: 0.985 },
  { side: 'SELL', levels: 'asks', share: 1.015 },
] as const

/** What REST does, the public feeds report. */
export const live: Case[] = [
  defineCase({
    id: 'cefi-ws.instrument.turnover',
    title: 'after a trade the instrument comes with a larger turnover',
    covers: ['cefi-ws.instrument'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const instruments = reader(await session(context).subscribe({ channel: 'INSTRUMENT', items: [symbol] }))
      const turnoverIn = async (update: 'SNAPSHOT' | 'UPDATE') => {
        const told = (await instruments.until((message) => message.update === update)).at(-1)
        return told?.update === update ? Number(told.data?.stats?.last_24hr_quantity) : Number.NaN
      }
      const before = await turnoverIn('SNAPSHOT')
      await trade(context, 'BUY')
      const after = await turnoverIn('UPDATE')
      assert.ok(after > before, `the turnover was ${before}, and is ${after} after a trade`)
    },
  }),
  defineCase({
    id: 'cefi-ws.trade.own-fill',
    title: 'a trade of ours comes over the public feed with the match that REST lists',
    covers: ['cefi-ws.trade'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const trades = reader(await session(context).subscribe({ channel: 'TRADE', items: [symbol] }))
      const { id } = await trade(context, 'SELL')
      const own = present((await fillsOf(context, id))[0], 'the fill')
      const told = await trades.until((message) => 'data' in message && message.data?.match_id === own.match_id)
      const last = told.at(-1)
      assert.ok(last !== undefined && 'data' in last, 'the trade comes without data')
      assert.deepEqual(
        [Number(last.data?.trade_price), Number(last.data?.trade_qty), last.data?.id ?? own.instrument_id],
        [Number(own.trade_price), Number(own.trade_qty), own.instrument_id],
      )
    },
  }),
  defineCase({
    id: 'cefi-ws.ebbo.last-trade',
    title: 'after a trade the top of book names the last one, by price and quantity',
    covers: ['cefi-ws.ebbo'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const tops = reader(await session(context).subscribe({ channel: 'EBBO', items: [symbol] }))
      const { id } = await trade(context, 'BUY')
      const fills = await fillsOf(context, id)
      assert.ok(fills.length > 0, 'the fill is listed')
      // Earlier trades, and those of others, are named too.
      await tops.until((message) => {
        const last = 'data' in message ? message.data?.info?.last_trade : undefined
        return fills.some(
          ({ trade_price, trade_qty }) =>
            Number(last?.price) === Number(trade_price) && Number(last?.qty) === Number(trade_qty),
        )
      })
    },
  }),
  defineCase({
    id: 'cefi-ws.ebbo.own-level',
    title:
      'an order inside the spread is reported as the best bid with its size and count, and no longer once it is canceled',
    covers: ['cefi-ws.ebbo'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const tops = reader(await session(context).subscribe({ channel: 'EBBO', items: [symbol] }))
      const { instrumentId, price, bid } = await insideSpread(context)
      const told = async (wanted: number) => {
        const read = await tops.until(
          (message) => 'data' in message && Number(message.data?.info?.best_bid?.price) === wanted,
        )
        const last = read.at(-1)
        return last !== undefined && 'data' in last ? last.data : undefined
      }
      const before = present((await told(bid))?.info?.last_update, 'last_update')
      const id = await enter(context, instrumentId, { side: 'BUY', price })
      const top = present(await told(Number(price)), 'the top of the book')
      const { qty, order_count } = { order_count: '1', ...top.info?.best_bid }
      assert.deepEqual([Number(qty), order_count, top.id], [Number(smallQty), '1', instrumentId])
      assert.ok(BigInt(present(top.info?.last_update, 'last_update')) > BigInt(before), 'a change is dated')
      await context.cefiRest().cancelOrder({ path: { ref_id: id } })
      await told(bid)
    },
  }),
  defineCase({
    id: 'cefi-ws.instrument.halted',
    title: 'an instrument that is halted is reported so',
    covers: ['cefi-ws.instrument'],
    needs: ['sandbox'],
    exclusive: true,
    async run(context) {
      const { setTrading } = context.sandbox()
      const name = 'SOL-PYUSD'
      const client = session(context, { auth: undefined })
      const instruments = reader(await client.subscribe({ channel: 'INSTRUMENT', items: [name] }))
      context.defer(() => setTrading(name, true))
      for (const status of ['ACTIVE', 'HALTED', 'ACTIVE']) {
        await setTrading(name, status === 'ACTIVE')
        await instruments.until((message) => 'data' in message && message.data?.status === status)
      }
    },
  }),
  ...sides.map(({ side, levels, share }) =>
    defineCase({
      id: `cefi-ws.depth.level-comes-and-goes-${levels}`,
      title: `a resting order adds a level to the ${levels}, and its cancellation takes it away`,
      covers: ['cefi-ws.depth'],
      needs: ['hmacKey'],
      touches: 'trade',
      permutation: { side },
      exclusive: true,
      async run(context) {
        const { instrumentId, bid } = await topOfBook(context)
        const price = String(Math.round(bid * share))
        type Told = {
          data?: Partial<Record<typeof levels, { price?: string; qty?: string; order_count?: string }[] | null>>
        }
        const levelIn = (message: unknown) =>
          (message as Told).data?.[levels]?.find((level) => Number(level.price) === Number(price))
        const depth = reader(await session(context).subscribe({ channel: 'DEPTH', items: [symbol] }))
        const snapshot = await depth.until(({ update }) => update === 'SNAPSHOT_COMPLETE')
        // Others may have orders at this price, on a live market.
        const before = Number(snapshot.map(levelIn).findLast((level) => level !== undefined)?.qty ?? 0)
        const becomes = async (qty: number) => {
          const told = await depth.until((message) => Math.abs(Number(levelIn(message)?.qty) - qty) < 1e-9)
          return levelIn(told.at(-1))
        }
        const id = await enter(context, instrumentId, { side, price })
        const added = await becomes(before + Number(smallQty))
        if (before === 0) assert.equal(added?.order_count ?? '1', '1')
        await context.cefiRest().cancelOrder({ path: { ref_id: id } })
        await becomes(before)
      },
    }),
  ),
  defineCase({
    id: 'cefi-ws.depth.falls-silent',
    title: 'a book that was unsubscribed is told no longer, whatever changes it, on a connection that goes on',
    covers: ['cefi-ws.depth', 'cefi-ws.confirmation'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const client = session(context)
      const orders = reader(await client.dropCopy([context.target.hmac().clientId]))
      const depth = await client.subscribe({ channel: 'DEPTH', items: [symbol] })
      const confirmed = firstMessage(client, isConfirmation)
      depth.close()
      await confirmed
      const told: string[] = []
      client.on('message', ({ channel, update }) => channel === 'DEPTH' && told.push(update))
      // By the report about the second, what the first has changed would have come.
      for (let count = 0; count < 2; count += 1) {
        const { id } = await placeResting(context)
        await orders.until((order) => order.id === id && order.status === 'ACTIVE')
      }
      assert.deepEqual(told, [])
    },
  }),
  defineCase({
    id: 'cefi-ws.depth.sequence',
    title: 'the numbers of an authenticated channel go up by one, without a gap or a repeat',
    covers: ['cefi-ws.depth'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const client = session(context)
      const faults: string[] = []
      client.on('gap', ({ last, seqnum }) => faults.push(`gap ${last} → ${seqnum}`))
      client.on('repeat', ({ last, seqnum }) => faults.push(`repeat ${last} → ${seqnum}`))
      const depth = reader(await client.subscribe({ channel: 'DEPTH', items: [symbol] }))
      await depth.until(({ update }) => update === 'SNAPSHOT_COMPLETE')
      for (let count = 0; count < 5; count += 1) {
        await placeResting(context)
        await depth.until(({ update }) => update === 'UPDATE')
      }
      assert.deepEqual(faults, [])
    },
  }),
]
