import type { CaseContext } from '../../case/context.ts'
import { pair } from '../../cases/gateway/market.ts'
import { isObject } from '../../json.ts'
import {
  errorShape,
  first,
  look,
  member,
  noneOfThese,
  type Probe,
  type Seen,
  shape,
  tell,
  unforeseen,
} from '../probe.ts'
import { BELOW_INCREMENT, BEYOND_BOOK, belowIncrement, beyondBook } from '../quotes.ts'
import { get, needs } from './call.ts'

export const gatewayReadProbes: readonly Probe[] = [
  {
    question: 'G2',
    needs,
    touches: 'read',
    async run(context) {
      const seen = await get(context, '/balances')
      const choice =
        member(seen.body, 'data') !== undefined
          ? 'data'
          : member(seen.body, 'balances') !== undefined
            ? 'balances'
            : unforeseen(seen)
      return { choice, evidence: tell(seen) }
    },
  },
  {
    question: 'G8',
    needs,
    touches: 'read',
    async run(context) {
      const seen = await get(context, '/transactions?limit=101')
      return {
        choice: seen.status === 400 ? 'bounded' : seen.status === 200 ? 'unbounded' : unforeseen(seen),
        evidence: `limit=101: ${tell(seen)}`,
      }
    },
  },
  {
    question: 'G9',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await look(context.send('gateway', 'GET', '/assets?limit=1'))
      const cursor = member(member(seen.body, 'pagination'), 'next_cursor')
      if (typeof cursor !== 'string') return { choice: null, evidence: 'one row a page gave no cursor' }
      const isTime = /^\d{4}-\d\d-\d\dT/.test(cursor)
      return { choice: isTime ? 'date-time' : 'opaque', evidence: `a cursor of ${cursor.length} characters` }
    },
  },
  {
    question: 'G12',
    needs,
    touches: 'read',
    async run(context) {
      const seen = await get(context, `/orders/${context.random.uuid()}`)
      const choice = seen.status === 404 ? (errorShape(seen.body) ?? noneOfThese) : unforeseen(seen)
      return { choice, evidence: tell(seen) }
    },
  },
  {
    question: 'G15',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await look(context.send('gateway', 'GET', '/assets?venue=defi'))
      const row = first(seen.body)
      const networks = row?.['networks']
      const choice = !Array.isArray(networks) ? noneOfThese : networks.length === 0 ? 'empty-array' : 'filled'
      return {
        choice: row === undefined ? null : networks === undefined ? 'absent' : choice,
        evidence: `${tell(seen)}, networks ${shape(networks)}`,
      }
    },
  },
  {
    question: 'G16',
    needs: [],
    touches: 'read',
    async run(context) {
      // A catalogue has more than one page, and a page is full with either.
      const count = async (query: { asset_class?: string }) => {
        let rows = 0
        for await (const _ of context.gateway().listAssets.iterate({ query: { ...query, limit: 100 } })) rows += 1
        return rows
      }
      const [plain, both] = [await count({}), await count({ asset_class: 'crypto,stock' })]
      const choice = both > plain ? 'crypto-default' : both < plain ? noneOfThese : both > 0 ? 'all' : null
      return { choice, evidence: `${plain} rows, ${both} with stocks` }
    },
  },
  {
    question: 'G18',
    needs,
    touches: 'read',
    async run(context) {
      const { status, body } = await get(context, '/portfolio')
      const positions = member(body, 'positions')
      if (!Array.isArray(positions) || positions.length === 0)
        return { choice: null, evidence: `${status} without a position to look at` }
      return {
        choice: positions.every(isObject) ? 'objects' : 'other-elements',
        evidence: [...new Set(positions.map(shape))].join('; '),
      }
    },
  },
  {
    question: 'G26',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await quote(context, { side: 'buy', qty: BELOW_INCREMENT, qty_unit: 'quote' })
      return belowIncrement(seen, seen.body)
    },
  },
  {
    question: 'G27',
    needs: [],
    touches: 'read',
    async run(context) {
      return beyondBook(await quote(context, { side: 'sell', qty: BEYOND_BOOK, qty_unit: 'base' }))
    },
  },
]

function quote(context: CaseContext, terms: { side: string; qty: string; qty_unit: string }): Promise<Seen> {
  return look(context.send('gateway', 'POST', '/quotes', { ...pair, ...terms }))
}
