import { inMinutes } from '../../cases/cefi-rest/market.ts'
import { buyAndSell } from '../../cases/cefi-rest/place.ts'
import { first, member, type Probe, shape } from '../probe.ts'
import { needs, place, plain } from './call.ts'

export const cefiRestListProbes: readonly Probe[] = [
  {
    question: 'R2',
    needs,
    touches: 'trade',
    async run(context) {
      await place(context)
      await place(context)
      const { raw } = context.cefiRest()
      const page = await plain(raw.GET('/orders/list', { params: { query: { size: 1 } } }))
      const cursor = member(member(page.body, 'pagination'), 'next_cursor')
      if (typeof cursor !== 'string') return { choice: null, evidence: 'the first page named no next cursor' }
      for (const choice of ['cursor', 'next_cursor', 'after', 'page_token']) {
        const next = await plain(raw.GET('/orders/list', { params: { query: { size: 1, [choice]: cursor } } }))
        if (next.status === 200 && first(next.body)?.['id'] !== first(page.body)?.['id'])
          return { choice, evidence: `${choice} moved on` }
      }
      return { choice: null, evidence: 'none of four names moved on' }
    },
  },
  {
    question: 'R6',
    needs,
    touches: 'read',
    async run(context) {
      const { status, body } = await plain(
        context.cefiRest().raw.GET('/orders/list', { params: { query: { size: 100 } } }),
      )
      const pagination = member(body, 'pagination')
      const cursor = member(pagination, 'next_cursor')
      if (pagination === undefined) return { choice: null, evidence: `${status} without pagination` }
      const choice = cursor === undefined ? 'missing' : cursor === null ? 'null' : cursor === '' ? 'empty' : null
      return { choice, evidence: `${status} pagination ${shape(pagination)}` }
    },
  },
  {
    question: 'R12',
    needs,
    touches: 'trade',
    async run(context) {
      await buyAndSell(context)
      const count = async (timestamp: string) =>
        (await context.cefiRest().listOrderTrades({ query: { timestamp, size: 100 } })).data.length
      const [sinceEver, untilLater] = [await count('1'), await count(inMinutes(1))]
      const choice = sinceEver === untilLater ? null : untilLater > sinceEver ? 'before' : 'after'
      return { choice, evidence: `1970: ${sinceEver} rows, a minute ahead: ${untilLater} rows` }
    },
  },
]
