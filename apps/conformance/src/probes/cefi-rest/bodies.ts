import type { CaseContext } from '../../case/context.ts'
import { instrument, topOfBook } from '../../cases/cefi-rest/market.ts'
import type { Json } from '../../json.ts'
import { isWord, look, member, noneOfThese, type Probe, type Seen, tell, unforeseen, words } from '../probe.ts'
import { BELOW_INCREMENT, BEYOND_BOOK, belowIncrement, beyondBook } from '../quotes.ts'
import { current, needs, plain, rowsOf, wrapping } from './call.ts'

export const cefiRestBodyProbes: readonly Probe[] = [
  {
    question: 'R4',
    needs: [],
    touches: 'read',
    async run(context) {
      const health = await look(context.send('cefi-rest', 'GET', '/health', undefined, current))
      const { instrumentId } = await topOfBook(context)
      const body = { instrument_id: instrumentId, side: 'BUY', qty: '0.001', qty_unit: 'BASE' }
      const quote = await look(context.send('cefi-rest', 'POST', '/markets/quote', body, current))
      const inHealth = health.status === 200 ? wrapping(health.body) : null
      const inQuote = quote.status === 200 ? wrapping(quote.body) : null
      const isTold = inHealth !== null && inQuote !== null
      const choice = !isTold ? null : inHealth === inQuote ? inHealth : noneOfThese
      return { choice, evidence: `health ${tell(health)}, quote ${tell(quote)}` }
    },
  },
  {
    question: 'R9',
    needs,
    touches: 'trade',
    async run(context) {
      const { data, error, response } = await context.cefiRest({ validate: 'off' }).raw.PATCH('/clients', { body: {} })
      const body = (data ?? error) as Json | undefined
      const inner = member(body, 'error') ?? body
      const detail = member(inner, 'detail')
      // Only words that are written as members are, and the attribute of a client whose name is known, so that nothing else of
      // the text gets into a report.
      const named = typeof detail === 'string' ? [...new Set(detail.match(/\b(?:[a-z]+(?:_[a-z]+)+|mnemonic)\b/g))] : []
      const choice = response.status !== 400 ? unforeseen(response) : named.length > 0 ? 'named-members' : 'any-members'
      return {
        choice,
        evidence: `an empty body: ${response.status}, its detail names ${named.join(', ') || 'no member'}`,
      }
    },
  },
  {
    question: 'R13',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await look(context.send('cefi-rest', 'GET', '/assets?id=0', undefined, current))
      const choice =
        member(seen.body, 'error') !== undefined
          ? 'enveloped'
          : member(seen.body, 'title') !== undefined
            ? 'bare'
            : unforeseen(seen)
      return { choice, evidence: `${tell(seen)} as ${seen.headers.get('content-type') ?? 'nothing'}` }
    },
  },
  {
    question: 'R19',
    needs,
    touches: 'read',
    async run(context) {
      const { raw } = context.cefiRest()
      const unanswered: string[] = []
      const rows = async (path: '/assets' | '/clients' | '/balances' | '/orders/list') => {
        const { status, body } = await plain(raw.GET(path, {}))
        if (status !== 200) unanswered.push(`${path} ${status}`)
        return rowsOf(body)
      }
      const orders = (await rows('/orders/list')).map((order) => member(order, 'order_info') ?? member(order, 'order'))
      const states = (await rows('/balances')).flatMap(({ balances }) =>
        Array.isArray(balances) ? balances.map((balance) => member(balance, 'state')) : [],
      )
      const values: Record<string, (Json | undefined)[]> = {
        'Asset.status': (await rows('/assets')).map(({ status }) => status),
        'Client.status': (await rows('/clients')).map(({ status }) => status),
        'AssetBalance.state': states,
        stp: orders.map((order) => member(order, 'stp')),
        flags: orders.flatMap((order) => {
          const flags = member(order, 'flags')
          return Array.isArray(flags) ? flags : [flags]
        }),
      }
      const met = Object.entries(values).map(([name, list]) => ({
        name,
        list: list.filter((value) => value !== undefined && value !== null),
      }))
      const all = met.flatMap(({ list }) => list)
      const isWhole = all.length > 0 && unanswered.length === 0
      return {
        choice: !all.every(isWord) ? 'other-values' : isWhole ? 'words' : null,
        evidence: [...unanswered, ...met.map(({ name, list }) => `${name}: ${words(list) || 'none'}`)].join('; '),
      }
    },
  },
  {
    question: 'R27',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await quote(context, { qty: BELOW_INCREMENT, qty_unit: 'QUOTE' })
      return belowIncrement(seen, held(seen.body))
    },
  },
  {
    question: 'R28',
    needs: [],
    touches: 'read',
    async run(context) {
      return beyondBook(await quote(context, { qty: BEYOND_BOOK, qty_unit: 'BASE' }))
    },
  },
]

async function quote(context: CaseContext, terms: { qty: string; qty_unit: string }): Promise<Seen> {
  const { id: instrument_id } = await instrument(context)
  return look(context.send('cefi-rest', 'POST', '/markets/quote', { instrument_id, side: 'BUY', ...terms }, current))
}

/** The object itself, however it is wrapped (R4). */
function held(body: Json | undefined): Json | undefined {
  const data = member(body, 'data') ?? body
  return Array.isArray(data) ? data[0] : data
}
