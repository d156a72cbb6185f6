import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { orderBody, topOfBook } from '../cefi-rest/market.ts'
import { placeResting, statusBecomes } from '../cefi-rest/place.ts'
import { reader, session, symbol } from './session.ts'

/** What REST does, the WebSocket tells. */
export const live = [
  defineCase({
    id: 'cefi-ws.dropcopy.order-life',
    title: 'the drop copy tells an order from its entry to its cancellation',
    covers: ['cefi-ws.dropcopy'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const orders = reader(await session(context).dropCopy([context.target.hmac().clientId]))
      const { id, body } = await placeResting(context)
      const entered = await orders.until((order) => order.id === id && order.status === 'ACTIVE')
      assert.equal(entered.at(-1)?.external_id, body.external_id)
      await context.cefiRest().cancelOrder({ path: { ref_id: id } })
      await orders.until((order) => order.id === id && order.status === 'CANCELED')
    },
  }),
  defineCase({
    id: 'cefi-ws.dropcopy.fill',
    title: 'the drop copy tells a fill with its quantity',
    covers: ['cefi-ws.dropcopy'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const orders = reader(await session(context).dropCopy([context.target.hmac().clientId]))
      const { instrumentId } = await topOfBook(context)
      const body = orderBody(context, instrumentId, { side: 'BUY', type: 'MARKET' })
      const placed = await context.cefiRest().createOrder({ body })
      const reports = await orders.until((order) => order.id === placed.id && order.status === 'FILLED')
      assert.equal(Number(reports.at(-1)?.executed_qty), Number(body.info.qty))
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
      const { instrumentId } = await topOfBook(context)
      const placed = await context
        .cefiRest()
        .createOrder({ body: orderBody(context, instrumentId, { side: 'SELL', type: 'MARKET' }) })
      const id = present(placed.id, 'id')
      await statusBecomes(context, id, ['FILLED'])
      const timestamp = String(BigInt(Date.now() + 60_000) * 1_000_000n)
      const { data } = await context.cefiRest().listOrderTrades({ query: { timestamp, size: 100 } })
      const own = present(
        data.find(({ order_id }) => order_id === id),
        'the fill',
      )
      const told = await trades.until((message) => 'data' in message && message.data?.match_id === own.match_id)
      const last = told.at(-1)
      assert.ok(last !== undefined && 'data' in last)
      assert.equal(Number(last.data?.trade_price), Number(own.trade_price))
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
      const { instrumentId } = await topOfBook(context)
      await context.cefiRest().createOrder({ body: orderBody(context, instrumentId, { side: 'BUY', type: 'MARKET' }) })
      const lastTrade = (message: { data?: { info?: { last_trade?: { price?: string; qty?: string } } } }) =>
        message.data?.info?.last_trade
      // A snapshot may name an earlier one.
      const told = await tops.until(
        (message) => message.update === 'UPDATE' && 'data' in message && lastTrade(message) !== undefined,
      )
      const last = told.at(-1)
      assert.ok(last !== undefined && 'data' in last)
      assert.ok(Number(lastTrade(last)?.price) > 0 && Number(lastTrade(last)?.qty) > 0)
    },
  }),
  defineCase({
    id: 'cefi-ws.depth.level-comes-and-goes',
    title: 'a resting order adds a level to the book, and its cancellation takes it away',
    covers: ['cefi-ws.depth'],
    needs: ['hmacKey'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const depth = reader(await session(context).subscribe({ channel: 'DEPTH', items: [symbol] }))
      await depth.until(({ update }) => update === 'SNAPSHOT_COMPLETE')
      const { id, body } = await placeResting(context)
      type Told = { data?: { bids?: { price?: string; qty?: string }[] | null } }
      const levelIn = (message: Told) =>
        message.data?.bids?.find(({ price }) => Number(price) === Number(body.info.price))
      const added = await depth.until((message) => levelIn(message as Told) !== undefined)
      assert.ok(Number(levelIn(added.at(-1) as Told)?.qty) >= Number(body.info.qty))
      await context.cefiRest().cancelOrder({ path: { ref_id: id } })
      await depth.until((message) => Number(levelIn(message as Told)?.qty) === 0)
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
      await placeResting(context)
      await placeResting(context)
      await depth.until(({ update }) => update === 'UPDATE')
      await depth.until(({ update }) => update === 'UPDATE')
      assert.deepEqual(faults, [])
    },
  }),
]
