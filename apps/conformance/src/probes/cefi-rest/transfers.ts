import { TrueMarketsError } from '@truemarkets/core'
import { inMinutes } from '../../cases/cefi-rest/market.ts'
import { withdrawal } from '../../cases/cefi-rest/transfers.ts'
import { isObject, type Json } from '../../json.ts'
import { member, type Probe, shape } from '../probe.ts'
import { needs, rowsOf } from './call.ts'

export const cefiRestTransferProbes: readonly Probe[] = [
  {
    question: 'R11',
    needs,
    touches: 'transfer',
    sandboxOnly: 'the form that is right would be carried out',
    async run(context) {
      const body = await withdrawal(context, '1')
      const send = async (transferBody: 'wrapped' | 'flat') => {
        try {
          await context.cefiRest({ transferBody }).createTransfer({ body })
          return true
        } catch (cause) {
          if (cause instanceof TrueMarketsError && cause.status === 400) return false
          throw cause
        }
      }
      const [wrapped, flat] = [await send('wrapped'), await send('flat')]
      const choice = wrapped === flat ? null : wrapped ? 'wrapped' : 'flat'
      return { choice, evidence: `wrapped ${wrapped ? 'taken' : 'refused'}, flat ${flat ? 'taken' : 'refused'}` }
    },
  },
  {
    question: 'R20',
    needs,
    touches: 'read',
    async run(context) {
      const timestamp = inMinutes(1)
      const { data } = await context.cefiRest().raw.GET('/transfers', { params: { query: { timestamp, size: 100 } } })
      const seen = rowsOf(data as Json | undefined).flatMap((transfer) => {
        const instructions = transfer['instructions'] ?? member(transfer['request'], 'instructions')
        return instructions === undefined ? [] : [instructions]
      })
      if (seen.length === 0) return { choice: null, evidence: 'no transfer of the day holds instructions' }
      return {
        choice: seen.every(isObject) ? 'object' : 'other',
        evidence: [...new Set(seen.map(shape))].join('; '),
      }
    },
  },
]
