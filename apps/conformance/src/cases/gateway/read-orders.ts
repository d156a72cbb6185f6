import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused, stopped } from '../../case/refusal.ts'
import { prepareSwap } from './defi.ts'
import { restingOrder } from './market.ts'
import { place, placeResting } from './place.ts'
import { stamped } from './stamp.ts'
import { prepareTransfer } from './transfers.ts'

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
      assert.deepEqual(
        [order.order_id, order.base_asset, order.side, order.type],
        [id, wanted.base_asset, wanted.side, wanted.type],
      )
      assert.deepEqual([order.qty, order.price, order.executed_qty].map(Number), [
        Number(wanted.qty),
        Number(wanted.price),
        0,
      ])
      assert.equal((await gateway.getOrderStatus({ path: { id } })).status, order.status)
      assert.equal(Number(order.leaves_qty), Number(wanted.qty))
      // Nobody knows whether they always come; where they do, they say the same.
      const { asset_symbol, qty_unit, venue } = {
        asset_symbol: wanted.base_asset,
        qty_unit: 'base',
        venue: 'cefi',
        ...order,
      }
      assert.deepEqual([asset_symbol, qty_unit, venue], [wanted.base_asset, wanted.qty_unit, 'cefi'])
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
    title: "another account's orders and transfers are as unknown as those that never were, and in none of its lists",
    covers: ['gateway.listOrders', 'gateway.listTransfers', 'gateway.listTransactions'],
    refuses: [
      'gateway.getOrder',
      'gateway.getOrderStatus',
      'gateway.cancelOrder',
      'gateway.prepareCancelOrder',
      'gateway.executeOrder',
      'gateway.getTransfer',
      'gateway.executeTransfer',
    ],
    needs: ['apiKey', 'sandbox'],
    touches: 'transfer',
    async run(context) {
      const { notOnboardedKeyFile: keyFile } = context.sandbox()
      const path = { id: await placeResting(context) }
      const swap = await prepareSwap(context)
      const transfer = await prepareTransfer(context)
      const stranger = context.gatewayAs(keyFile)
      for (const call of [
        () => stranger.getOrder({ path }),
        () => stranger.getOrderStatus({ path }),
        () => stranger.cancelOrder({ path }),
        () => stranger.prepareCancelOrder({ path }),
        () => stranger.executeOrder({ path: { id: swap.id }, body: stamped(keyFile, swap.payloads) }),
        () => stranger.getTransfer({ path: { id: transfer.id } }),
      ])
        await refused(call(), { status: 404 })
      // The contract has no 404 for this one.
      await refused(
        stranger.executeTransfer({ path: { id: transfer.id }, body: stamped(keyFile, transfer.payloads) }),
        { status: 400 },
      )
      for (const list of [stranger.listOrders, stranger.listTransfers, stranger.listTransactions])
        assert.deepEqual((await list({ query: { limit: 100 } })).data, [])
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
      const { data, pagination } = await context.gateway().listOrders({ query: { limit: 100 } })
      assert.equal(pagination?.limit, 100)
      assert.equal((await context.gateway().listOrders()).pagination?.limit, 50, 'fifty rows unless asked otherwise')
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
      assert.ok(
        active.data?.some((order) => order.order_id === id),
        'an order that rests is not listed as active',
      )
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
