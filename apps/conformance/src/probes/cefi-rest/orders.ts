import { TrueMarketsError } from '@truemarkets/core'
import { isObject } from '../../json.ts'
import { member, type Probe, shape } from '../probe.ts'
import { needs, place, plain, wrapping } from './call.ts'

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
      const kind = wrapping(body)
      return { choice: kind === 'bare' ? null : kind, evidence: `${status} ${shape(body)}` }
    },
  },
  {
    question: 'R17',
    needs,
    touches: 'trade',
    async run(context) {
      const { entered: body, id } = await place(context)
      const again = await plain(context.cefiRest().raw.POST('/orders', { body }))
      const data = member(again.body, 'data')
      const other = isObject(data) && typeof data['id'] === 'string' ? data['id'] : ''
      if (other !== '') context.defer(() => context.cefiRest().cancelOrder({ path: { ref_id: other } }))
      const choice =
        again.status === 400 || again.status === 409 ? 'refused' : other !== '' && other !== id ? 'second-order' : null
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
