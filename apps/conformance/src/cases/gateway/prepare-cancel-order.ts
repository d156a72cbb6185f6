import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { prepareRestingSwap } from './defi.ts'
import { placeResting, statusBecomes } from './place.ts'
import { stamped } from './stamp.ts'

const covers = ['gateway.prepareCancelOrder'] as const

/** Lets a swap rest on chain, and prepares its cancellation: what comes back waits to be stamped. */
async function prepareCancelOfSwap(context: CaseContext) {
  const gateway = context.gateway()
  const { id, payloads } = await prepareRestingSwap(context)
  await gateway.executeOrder({ path: { id }, body: stamped(context.target.keyFile(), payloads) })
  await statusBecomes(context, id, ['active'])
  const prepared = await gateway.prepareCancelOrder({ path: { id } })
  return { id, payloads: present(prepared.payloads, 'payloads') }
}

export const prepareCancelOrder = [
  defineCase({
    id: 'gateway.prepare-cancel-order.cefi',
    title: 'a resting CeFi order is canceled without anything to sign',
    covers,
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      const id = await placeResting(context)
      const answer = await context.gateway().prepareCancelOrder({ path: { id } })
      assert.equal((answer.payloads ?? []).length, 0)
      await statusBecomes(context, id, ['canceled'])
    },
  }),
  defineCase({
    id: 'gateway.prepare-cancel-order.defi',
    title: 'a resting on-chain order is canceled by signing, and refuses a second signature',
    covers: [...covers, 'gateway.executeCancelOrder'],
    refuses: ['gateway.executeCancelOrder'],
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const { id, payloads } = await prepareCancelOfSwap(context)
      const body = stamped(context.target.keyFile(), payloads)
      await gateway.executeCancelOrder({ path: { id }, body })
      await statusBecomes(context, id, ['canceled'])
      await refused(gateway.executeCancelOrder({ path: { id }, body }), { status: 409 })
    },
  }),
  defineCase({
    id: 'gateway.prepare-cancel-order.stamp-of-another-payload',
    title: 'a stamp over something else does not cancel an order, and the right one still does',
    covers: ['gateway.executeCancelOrder'],
    refuses: ['gateway.executeCancelOrder'],
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const keyFile = context.target.keyFile()
      const { id, payloads } = await prepareCancelOfSwap(context)
      const others = payloads.map(({ payload }) => ({ payload: `${payload} ` }))
      await refused(gateway.executeCancelOrder({ path: { id }, body: stamped(keyFile, others) }), { status: 400 })
      assert.equal((await gateway.getOrderStatus({ path: { id } })).status, 'active')
      await gateway.executeCancelOrder({ path: { id }, body: stamped(keyFile, payloads) })
      await statusBecomes(context, id, ['canceled'])
    },
  }),
  defineCase({
    id: 'gateway.prepare-cancel-order.unknown-order',
    title: 'an order that does not exist has no cancellation to prepare or to sign',
    refuses: [...covers, 'gateway.executeCancelOrder'],
    needs: ['apiKey'],
    touches: 'trade',
    async run(context) {
      const gateway = context.gateway()
      const id = context.random.uuid()
      await refused(gateway.prepareCancelOrder({ path: { id } }), { status: 404 })
      const body = stamped(context.target.keyFile(), [{ payload: 'nothing' }])
      await refused(gateway.executeCancelOrder({ path: { id }, body }), { status: 404 })
    },
  }),
]
