import assert from 'node:assert/strict'
import { type Case, defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused, stopped } from '../../case/refusal.ts'
import { restingBody, smallQty, topOfBook } from './market.ts'
import { cancelIfOpen, enter, fillsOf, modify, placeResting, statusBecomes, trade } from './place.ts'
import { versions } from './versions.ts'

/** Market times, in this century. */
const nanoseconds = /^[1-9]\d{18}$/

export const orders: Case[] = [
  defineCase({
    id: 'cefi-rest.create-order.rests',
    title: 'a post-only order below the market rests, and is found by either id',
    covers: ['cefi-rest.createOrder', 'cefi-rest.getOrderStatus', 'cefi-rest.listActiveOrders'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const cefi = context.cefiRest()
      const { id, body } = await placeResting(context)
      const byClientId = await cefi.getOrderStatus({ path: { ref_id: body.external_id }, query: { id_type: 'client' } })
      assert.equal(byClientId.id, id)
      assert.equal(byClientId.external_id, body.external_id)
      assert.equal(Number(byClientId.order_info?.price), Number(body.info.price))
      assert.equal(byClientId.order_info?.side, body.info.side)
      assert.equal(byClientId.order_info?.instrument_id, body.info.instrument_id)
      if (byClientId.timestamp !== undefined) assert.match(byClientId.timestamp, nanoseconds)
      // Another one, so that a list of one has been chosen from more.
      await placeResting(context)
      const { data } = await cefi.listActiveOrders({ query: { id } })
      assert.deepEqual(
        data.map((order) => order.id),
        [id],
      )
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.pending',
    title: 'all of an order is pending until it trades, and none of it after that',
    covers: ['cefi-rest.createOrder', 'cefi-rest.getOrderStatus'],
    // A live service may answer once the order is in the book.
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const entered = await context.cefiRest().createOrder({ body: await restingBody(context) })
      const id = present(entered.id, 'id')
      context.defer(() => cancelIfOpen(context, id))
      const active = await statusBecomes(context, id, ['ACTIVE'])
      const quantities = [entered, active].map(({ pending_qty, leaves_qty }) => [pending_qty, leaves_qty].map(Number))
      assert.deepEqual(quantities, [
        [Number(smallQty), Number(smallQty)],
        [0, Number(smallQty)],
      ])
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.market-fills',
    title: 'a market order fills at once, and its fill is listed with the instrument and the taker flag',
    covers: ['cefi-rest.createOrder', 'cefi-rest.listOrderTrades', 'cefi-rest.getOrderStatus'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const { id, order } = await trade(context, 'BUY')
      assert.deepEqual([order.executed_qty, order.leaves_qty].map(Number), [Number(smallQty), 0])
      const fills = await fillsOf(context, id)
      for (const { timestamp = '', instrument_id, client_id } of fills) {
        assert.match(timestamp, nanoseconds)
        assert.equal(client_id, context.target.hmac().clientId)
        assert.equal(instrument_id, order.order_info?.instrument_id)
      }
      assert.equal(
        fills.reduce((sum, { trade_qty }) => sum + Number(trade_qty), 0),
        Number(smallQty),
      )
      assert.deepEqual([...new Set(fills.map(({ liq_flag }) => liq_flag))], ['TAKER'])
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.ioc-never-rests',
    title: 'an immediate order below the market ends canceled without a fill',
    covers: ['cefi-rest.createOrder', 'cefi-rest.getOrderStatus'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const { instrumentId, bid } = await topOfBook(context)
      const price = String(Math.round(bid * 0.985))
      const id = await enter(context, instrumentId, { side: 'BUY', tif: 'IOC', price })
      const order = await statusBecomes(context, id, ['CANCELED'])
      assert.equal(Number(order.executed_qty), 0)
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.alo-never-takes',
    title: 'a post-only order that would trade is accepted, then ends canceled without a fill',
    covers: ['cefi-rest.createOrder', 'cefi-rest.getOrderStatus'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const { instrumentId, ask } = await topOfBook(context)
      const price = String(Math.round(ask * 1.01))
      const id = await enter(context, instrumentId, { side: 'BUY', price, exec_inst_flags: ['ALO'] })
      const order = await statusBecomes(context, id, ['CANCELED'])
      assert.equal(Number(order.executed_qty), 0)
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.without-size',
    title: 'an order without a quantity is refused, and stopped by the client',
    refuses: ['cefi-rest.createOrder'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const { info, ...rest } = await restingBody(context)
      const { qty: _, ...incomplete } = info
      const body = { ...rest, info: incomplete } as never
      await stopped(context.cefiRest().createOrder({ body }), 'request_invalid')
      await refused(context.cefiRest({ validate: 'off' }).createOrder({ body }), { status: 400 })
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.outside-the-band',
    title: 'an order priced outside the band is taken in and ends rejected',
    covers: ['cefi-rest.getOrderStatus'],
    // Whether it is taken in at all is an open question (R25).
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const { instrumentId, bid, ask } = await topOfBook(context)
      // Both far from where they would trade, so that neither does where no band stops it.
      for (const [side, price] of [['BUY', bid * 0.5] as const, ['SELL', ask * 1.5] as const]) {
        const id = await enter(context, instrumentId, { side, price: String(Math.round(price)) })
        await statusBecomes(context, id, ['REJECTED'])
      }
    },
  }),
  defineCase({
    id: 'cefi-rest.modify-order.price-and-size',
    title: 'a modified order rests with its new size and price',
    covers: ['cefi-rest.modifyOrder', 'cefi-rest.getOrderStatus'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const { id, body } = await placeResting(context)
      const price = String(Number(body.info.price) - 10)
      await modify(context, id, '0.002', price)
      const order = await context.until(
        () => context.cefiRest().getOrderStatus({ path: { ref_id: id } }),
        ({ status, leaves_qty }) => status === 'ACTIVE' && Number(leaves_qty) === 0.002,
      )
      assert.equal(Number(order.order_info?.price ?? order.modify_info?.new_price), Number(price))
    },
  }),
  defineCase({
    id: 'cefi-rest.modify-order.unknown-order',
    title: 'an order that does not exist cannot be modified',
    refuses: ['cefi-rest.modifyOrder'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      await refused(modify(context, '999999999999999999', '1', '1'), { status: 404, code: 'not_found' })
    },
  }),
  defineCase({
    id: 'cefi-rest.cancel-order.by-client-id',
    title: 'a resting order is canceled by the id its client gave it',
    covers: ['cefi-rest.cancelOrder', 'cefi-rest.getOrderStatus', 'cefi-rest.listActiveOrders'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const { id, body } = await placeResting(context)
      const order = await context
        .cefiRest()
        .cancelOrder({ path: { ref_id: body.external_id }, query: { id_type: 'client' } })
      assert.equal(order.id, id)
      await statusBecomes(context, id, ['CANCELED'])
      const { data } = await context.cefiRest().listActiveOrders({ query: { id } })
      assert.deepEqual(data, [])
    },
  }),
  defineCase({
    id: 'cefi-rest.cancel-order.unknown-order',
    title: 'an order that does not exist can be neither read nor canceled',
    refuses: ['cefi-rest.cancelOrder', 'cefi-rest.getOrderStatus'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const path = { ref_id: context.random.uuid() }
      const query = { id_type: 'client' } as const
      await refused(context.cefiRest().cancelOrder({ path, query }), { status: 404, code: 'not_found' })
      await refused(context.cefiRest().getOrderStatus({ path, query }), { status: 404, code: 'not_found' })
    },
  }),
  ...versions.map((schemaVersion) =>
    defineCase({
      id: `cefi-rest.list-orders.every-page-${schemaVersion}`,
      title: `pages of one row reach every order of the day once, in ${schemaVersion}`,
      covers: ['cefi-rest.listOrders'],
      needs: schemaVersion === 'v2026_01_23' ? ['hmacKey'] : ['hmacKey', 'sandbox'],
      touches: 'trade',
      permutation: { version: schemaVersion },
      // Pages by offset shift when somebody else's order ends.
      exclusive: schemaVersion === 'v2024_01_01',
      async run(context) {
        const placed = [await placeResting(context), await placeResting(context)]
        // One that has ended, for the filter to leave out.
        await cancelIfOpen(context, (await placeResting(context)).id)
        const cefi = context.cefiRest({ schemaVersion })
        const query = JSON.stringify({ columns: [{ name: 'status', filter: [{ $in: ['ACTIVE'] }] }] })
        assert.equal((await cefi.listOrders({ query: { size: 1, query } })).data.length, 1)
        const ids: string[] = []
        for await (const { id, status } of cefi.listOrders.iterate({ query: { size: 1, query } })) {
          assert.equal(status, 'ACTIVE')
          ids.push(present(id, 'id'))
          if (ids.length > 100) break
        }
        assert.equal(new Set(ids).size, ids.length, 'no order comes twice')
        for (const { id } of placed) assert.ok(ids.includes(id), `order ${id} is on no page`)
      },
    }),
  ),
  defineCase({
    id: 'cefi-rest.list-orders.foreign-cursor',
    title: 'a cursor that no list gave is refused',
    refuses: ['cefi-rest.listOrders'],
    needs: ['hmacKey'],
    async run(context) {
      await refused(context.cefiRest().listOrders({ query: { cursor: 'not-a-cursor' } }), { status: 400 })
    },
  }),
]
