import { TrueMarketsError } from '@truemarkets/core'
import { isObject } from '../../json.ts'
import { member, type Probe, shape } from '../probe.ts'
import { enter, needs, place, plain } from './call.ts'

export const cefiRestOrderProbes: readonly Probe[] = [
  {
    question: 'R8',
    needs,
    touches: 'trade',
    async run(context) {
      const { order } = await place(context)
      const choice = 'executed_qty' in order ? 'executed_qty' : 'exeuted_qty' in order ? 'exeuted_qty' : null
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
      const choice = Array.isArray(held) ? 'array-of-one' : isObject(held) ? 'object' : null
      return { choice: status === 200 ? choice : null, evidence: `${status} ${shape(body)}` }
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
      const choice = again.status === 400 || again.status === 409 ? 'refused' : isSecond ? 'second-order' : null
      return { choice, evidence: `the same external_id again: ${again.status}` }
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
        choice: status === 200 ? 'yes' : status === 400 ? 'no' : null,
        evidence: `by external_id alone: ${status}`,
      }
    },
  },
]
