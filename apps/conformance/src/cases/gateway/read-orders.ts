import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused, stopped } from '../../case/refusal.ts'
import { restingOrder } from './market.ts'
import { place, placeResting } from './place.ts'

export const readOrders = [
  defineCase({
    id: 'gateway.get-order.as-placed',
    title: 'an order reads back as it was placed',
    covers: ['gateway.getOrder', 'gateway.getOrderStatus'],
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const wanted = await restingOrder(context)
      const id = await place(context, wanted)
      const order = await gateway.getOrder({ path: { id } })
      assert.deepEqual([order.order_id, order.side, order.type], [id, wanted.side, wanted.type])
      assert.deepEqual([order.qty, order.price, order.executed_qty].map(Number), [
        Number(wanted.qty),
        Number(wanted.price),
        0,
      ])
      assert.equal((await gateway.getOrderStatus({ path: { id } })).status, order.status)
    },
  }),
  defineCase({
    id: 'gateway.get-order.unknown-order',
    title: 'an order that does not exist is not found, nor its status',
    refuses: ['gateway.getOrder', 'gateway.getOrderStatus'],
    needs: ['apiKey'],
    async run(context) {
      const id = context.random.uuid()
      await refused(context.gateway().getOrder({ path: { id } }), { status: 404, code: 'not_found' })
      await refused(context.gateway().getOrderStatus({ path: { id } }), { status: 404, code: 'not_found' })
    },
  }),
  defineCase({
    id: 'gateway.get-order.of-somebody-else',
    title: "another account's order is as unknown as one that never was",
    refuses: ['gateway.getOrder'],
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const id = await placeResting(context)
      const stranger = context.gatewayAs(context.sandbox().notOnboardedKeyFile)
      await refused(stranger.getOrder({ path: { id } }), { status: 404 })
    },
  }),
  defineCase({
    id: 'gateway.list-orders.every-page',
    title: 'pages of one row reach every order once, newest first',
    covers: ['gateway.listOrders'],
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      const placed = [await placeResting(context), await placeResting(context)]
      const seen: string[] = []
      for await (const order of context.gateway().listOrders.iterate({ query: { limit: 1, status: 'active' } })) {
        seen.push(present(order.order_id, 'order_id'))
        if (seen.length > 50) break
      }
      assert.equal(new Set(seen).size, seen.length, 'no order comes twice')
      for (const id of placed) assert.ok(seen.includes(id), `order ${id} is on no page`)
      const { data } = await context.gateway().listOrders({ query: { limit: 100 } })
      const times = present(data, 'data').map(({ created_at }) => Date.parse(present(created_at, 'created_at')))
      assert.deepEqual(
        times,
        times.toSorted((left, right) => right - left),
      )
    },
  }),
  defineCase({
    id: 'gateway.list-orders.by-status',
    title: 'the status filter keeps what it names and nothing else',
    covers: ['gateway.listOrders'],
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      const id = await placeResting(context)
      const active = await context.gateway().listOrders({ query: { status: 'pending,active' } })
      assert.ok(active.data?.some((order) => order.order_id === id))
      for (const { status } of active.data ?? []) assert.match(present(status, 'status'), /^(pending|active)$/)
      const failed = await context.gateway().listOrders({ query: { status: 'failed' } })
      assert.equal(
        failed.data?.some((order) => order.order_id === id),
        false,
      )
    },
  }),
  defineCase({
    id: 'gateway.list-orders.page-too-large',
    title: 'a page of more than 100 rows is refused, and stopped by the client',
    refuses: ['gateway.listOrders'],
    needs: ['apiKey'],
    async run(context) {
      await stopped(context.gateway().listOrders({ query: { limit: 101 } }), 'request_invalid')
      await refused(context.gateway({ validate: 'off' }).listOrders({ query: { limit: 101 } }), { status: 400 })
    },
  }),
]
