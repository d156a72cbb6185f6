import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { pair } from './market.ts'
import { placeResting, statusBecomes } from './place.ts'

const covers = ['gateway.cancelOrder'] as const

export const cancelOrder = [
  defineCase({
    id: 'gateway.cancel-order.resting',
    title: 'a resting order is canceled, and a canceled order cannot be canceled again',
    covers,
    refuses: covers,
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const id = await placeResting(context)
      await gateway.cancelOrder({ path: { id } })
      await statusBecomes(context, id, ['canceled'])
      await refused(gateway.cancelOrder({ path: { id } }), { status: 400 })
    },
  }),
  defineCase({
    id: 'gateway.cancel-order.market-order',
    title: 'a market order cannot be canceled',
    refuses: covers,
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const order = await gateway.createOrder({
        body: { ...pair, side: 'buy', type: 'market', qty: '200', qty_unit: 'quote' },
      })
      const id = present(order.order_id, 'order_id')
      await refused(gateway.cancelOrder({ path: { id } }), { status: 400 })
      await statusBecomes(context, id, ['complete'])
    },
  }),
  defineCase({
    id: 'gateway.cancel-order.unknown-order',
    title: 'an order that does not exist cannot be canceled',
    refuses: covers,
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      await refused(context.gateway().cancelOrder({ path: { id: context.random.uuid() } }), {
        status: 404,
        code: 'not_found',
      })
    },
  }),
]
