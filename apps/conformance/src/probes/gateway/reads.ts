import type { CaseContext } from '../../case/context.ts'
import { pair } from '../../cases/gateway/market.ts'
import { isObject } from '../../json.ts'
import { errorShape, first, look, member, type Probe, type Seen, shape, tell } from '../probe.ts'
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
            : null
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
        choice: seen.status === 400 ? 'bounded' : seen.status === 200 ? 'unbounded' : null,
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
      return { choice: errorShape(seen.body), evidence: tell(seen) }
    },
  },
  {
    question: 'G15',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await look(context.send('gateway', 'GET', '/assets?venue=defi'))
      const networks = first(seen.body)?.['networks']
      const choice =
        networks === undefined ? 'absent' : Array.isArray(networks) && networks.length === 0 ? 'empty-array' : 'filled'
      return { choice: first(seen.body) === undefined ? null : choice, evidence: tell(seen) }
    },
  },
  {
    question: 'G16',
    needs: [],
    touches: 'read',
    async run(context) {
      const count = async (query: string) => {
        const rows = member((await look(context.send('gateway', 'GET', `/assets${query}`))).body, 'data')
        return Array.isArray(rows) ? rows.length : 0
      }
      const [plain, both] = [await count(''), await count('?asset_class=crypto,stock')]
      const choice = both > plain ? 'crypto-default' : both === plain && both > 0 ? 'all' : null
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
