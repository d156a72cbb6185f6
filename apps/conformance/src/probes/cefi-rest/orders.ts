import { TrueMarketsError } from '@truemarkets/core'
import type { CaseContext } from '../../case/context.ts'
import { clientOrderId, restingBody } from '../../cases/cefi-rest/market.ts'
import { cancelIfOpen, placeResting, statusBecomes } from '../../cases/cefi-rest/place.ts'
import { isObject } from '../../json.ts'
import { member, noneOfThese, type Probe, refusalOf, shape, unforeseen, words } from '../probe.ts'
import { enter, needs, place, plain } from './call.ts'

export const cefiRestOrderProbes: readonly Probe[] = [
  {
    question: 'R8',
    needs,
    touches: 'trade',
    async run(context) {
      const { order } = await place(context)
      const choice = 'executed_qty' in order ? 'executed_qty' : 'exeuted_qty' in order ? 'exeuted_qty' : noneOfThese
      return { choice, evidence: shape(order) }
    },
  },
  {
    question: 'R10',
    needs,
    touches: 'trade',
    async run(context) {
      const { id } = await place(context)
      const params = { path: { ref_id: id } }
      const { status, body } = await plain(context.cefiRest().raw.GET('/orders/status/{ref_id}', { params }))
      // Without an envelope, which is another question (R4), it is the body itself that is the one or the other.
      const held = member(body, 'data') ?? body
      const choice = Array.isArray(held) ? 'array-of-one' : isObject(held) ? 'object' : noneOfThese
      return { choice: status === 200 ? choice : unforeseen({ status }), evidence: `${status} ${shape(body)}` }
    },
  },
  {
    question: 'R17',
    needs,
    touches: 'trade',
    async run(context) {
      const { entered, id } = await place(context)
      const again = await enter(context, entered)
      const isSecond = again.id !== '' && again.id !== id
      const is = again.id === '' ? 'without an order' : isSecond ? 'another order' : 'the same order'
      return {
        choice: isSecond ? 'second-order' : refusalOf(again),
        evidence: `the same external_id again: ${again.status}, ${is}`,
      }
    },
  },
  {
    question: 'R18',
    needs,
    touches: 'trade',
    async run(context) {
      const { entered: placed } = await place(context)
      const { client_id, price } = placed.info
      const info = { client_id, new_qty: '0.002', new_price: price ?? '' }
      const call = context
        .cefiRest({ validate: 'off' })
        .modifyOrder({ body: { external_id: placed.external_id, info } as never })
      const status = await call.then(
        () => 200,
        (cause: unknown) => (cause instanceof TrueMarketsError ? (cause.status ?? 0) : 0),
      )
      return {
        choice: status === 200 ? 'yes' : status === 400 ? 'no' : unforeseen({ status }),
        evidence: `by external_id alone: ${status}`,
      }
    },
  },
  {
    question: 'R25',
    needs,
    touches: 'trade',
    async run(context) {
      const body = await restingBody(context)
      const entered = await enter(context, { ...body, info: { ...body.info, price: `${body.info.price}.25` } })
      if (entered.id === '')
        return { choice: refusalOf(entered), evidence: `a price between two ticks: ${entered.status}` }
      const { status } = await statusBecomes(context, entered.id, ['REJECTED', 'ACTIVE'])
      return {
        choice: status === 'REJECTED' ? 'rejected-order' : null,
        evidence: `a price between two ticks: ${entered.status}, then ${words([status])}`,
      }
    },
  },
  {
    question: 'R26',
    needs,
    touches: 'trade',
    async run(context) {
      const { id } = await placeResting(context)
      await cancelIfOpen(context, id)
      const params = { path: { ref_id: id } }
      const seen = await plain(context.cefiRest().raw.DELETE('/orders/{ref_id}', { params }))
      return {
        choice: seen.status === 200 ? 'order-as-it-is' : refusalOf(seen),
        evidence: `a canceled order, canceled again: ${seen.status}`,
      }
    },
  },
  {
    question: 'R29',
    needs,
    touches: 'trade',
    async run(context) {
      const { id, body } = await placeResting(context)
      await cancelIfOpen(context, id)
      const seen = await modify(context, id, body.info)
      return {
        choice: seen.status === 200 ? 'order-as-it-is' : refusalOf(seen),
        evidence: `a canceled order, modified: ${seen.status}`,
      }
    },
  },
  {
    question: 'R30',
    needs,
    touches: 'trade',
    async run(context) {
      const { id, body } = await placeResting(context)
      const { price = '' } = body.info
      const seen = await modify(context, id, { ...body.info, price: `${price}.25` })
      if (seen.status !== 200)
        return { choice: refusalOf(seen), evidence: `to a price between two ticks: ${seen.status}` }
      const after = await statusBecomes(context, id, ['ACTIVE'])
      const isUnchanged = Number(after.order_info?.price) === Number(price)
      return {
        choice: isUnchanged ? 'unchanged-order' : noneOfThese,
        evidence: `to a price between two ticks: 200, then ACTIVE at ${isUnchanged ? 'the old price' : 'another price'}`,
      }
    },
  },
  {
    question: 'R31',
    needs,
    touches: 'trade',
    async run(context) {
      const { id, body } = await placeResting(context)
      const external_id = clientOrderId(context)
      const changed = await modify(context, id, body.info, external_id)
      if (changed.status !== 200) return { choice: null, evidence: `the modification: ${changed.status}` }
      await statusBecomes(context, id, ['ACTIVE'])
      const found = context.cefiRest().getOrderStatus({ path: { ref_id: external_id }, query: { id_type: 'client' } })
      const [status, isSame] = await found.then(
        (order) => [200, order.id === id] as const,
        (cause: unknown) => [cause instanceof TrueMarketsError ? (cause.status ?? 0) : 0, false] as const,
      )
      const choice = status === 404 ? 'not-found' : isSame ? 'found' : unforeseen({ status })
      return { choice, evidence: `by the id of its modification: ${status}` }
    },
  },
]

/** Asks for another price, and the same size. */
function modify(
  context: CaseContext,
  id: string,
  { client_id, qty: new_qty, price = '' }: { client_id: string; qty: string; price?: string },
  external_id = clientOrderId(context),
) {
  const body = { id, external_id, info: { client_id, new_qty, new_price: price } }
  return plain(context.cefiRest().raw.PATCH('/orders', { body }))
}
