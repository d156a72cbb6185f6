import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { prepareSwap } from './defi.ts'
import { statusBecomes } from './place.ts'
import { stamped } from './stamp.ts'

const covers = ['gateway.executeOrder'] as const

export const executeOrder = [
  defineCase({
    id: 'gateway.execute-order.swap-settles',
    title: 'a stamped swap settles, and cannot be executed again',
    covers,
    refuses: covers,
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const { id, payloads } = await prepareSwap(context)
      const body = stamped(context.target.keyFile(), payloads)
      const { status } = await gateway.executeOrder({ path: { id }, body })
      assert.ok(status === 'pending' || status === 'complete', `the status after execution is ${status}`)
      await statusBecomes(context, id, ['complete'])
      await refused(gateway.executeOrder({ path: { id }, body }), { status: 409, code: 'conflict' })
    },
  }),
  defineCase({
    id: 'gateway.execute-order.stamp-of-another-payload',
    title: 'a stamp over something else is refused, and the order stays as it was',
    refuses: covers,
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const { id, payloads } = await prepareSwap(context)
      const body = stamped(
        context.target.keyFile(),
        payloads?.map(({ payload }) => ({ payload: `${payload} ` })),
      )
      await refused(gateway.executeOrder({ path: { id }, body }), { status: 400 })
      assert.equal((await gateway.getOrderStatus({ path: { id } })).status, 'initialized')
    },
  }),
  defineCase({
    id: 'gateway.execute-order.one-stamp-for-each-payload',
    title: 'two payloads take two stamps, in their order',
    covers,
    refuses: covers,
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const { data } = await gateway.listAssets({ query: { venue: 'defi', limit: 100 } })
      const asset = data?.find(({ chain, stable }) => chain === 'base' && stable === false)
      const order = await gateway.createOrder({
        body: {
          asset_id: present(asset?.id, 'a token on base'),
          side: 'buy',
          type: 'market',
          qty: '5',
          qty_unit: 'quote',
        },
      })
      const id = present(order.order_id, 'order_id')
      const payloads = present(order.payloads, 'payloads')
      assert.ok(payloads.length > 1, 'there is only one thing to sign')
      const execute = (some: typeof payloads) =>
        gateway.executeOrder({ path: { id }, body: stamped(context.target.keyFile(), some) })
      await refused(execute(payloads.slice(1)), { status: 400 })
      await refused(execute(payloads.toReversed()), { status: 400 })
      await execute(payloads)
      await statusBecomes(context, id, ['complete'])
    },
  }),
  defineCase({
    id: 'gateway.execute-order.stamp-of-another-key',
    title: 'a sound stamp of somebody else is not permitted',
    refuses: covers,
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const { id, payloads } = await prepareSwap(context)
      const body = stamped(context.sandbox().notOnboardedKeyFile, payloads)
      await refused(context.gateway().executeOrder({ path: { id }, body }), { status: 403, code: 'permission_denied' })
    },
  }),
  defineCase({
    id: 'gateway.execute-order.unknown-order',
    title: 'an order that does not exist cannot be executed',
    refuses: covers,
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      const body = stamped(context.target.keyFile(), [{ payload: 'nothing' }])
      await refused(context.gateway().executeOrder({ path: { id: context.random.uuid() }, body }), { status: 404 })
    },
  }),
]
