import type { CaseContext } from '../case/context.ts'
import { prepareSwap, solanaToken } from '../cases/gateway/defi.ts'
import { pair } from '../cases/gateway/market.ts'
import { placeResting } from '../cases/gateway/place.ts'
import { isObject } from '../json.ts'
import { errorShape } from './auth.ts'
import { bearer, first, look, member, type Probe, type Seen, tell } from './probe.ts'

const needs = ['apiKey'] as const

async function get(context: CaseContext, path: string, headers: Record<string, string> = {}): Promise<Seen> {
  return look(context.send('gateway', 'GET', path, undefined, { ...(await bearer(context)), ...headers }))
}

async function post(context: CaseContext, path: string, body?: unknown): Promise<Seen> {
  return look(context.send('gateway', 'POST', path, body, await bearer(context)))
}

export const gatewayProbes: Probe[] = [
  {
    question: 'G1',
    needs: [],
    touches: 'read',
    async run(context) {
      const quote = await look(
        context.send('gateway', 'POST', '/quotes', { ...pair, side: 'buy', qty: '100', qty_unit: 'quote' }),
      )
      const assets = await look(context.send('gateway', 'GET', '/assets'))
      const open = quote.status === 200 && assets.status === 200
      const choice = open ? 'optional' : quote.status === 401 && assets.status === 401 ? 'required' : null
      return { choice, evidence: `quotes ${tell(quote)}; assets ${tell(assets)}` }
    },
  },
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
    question: 'G3',
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const { id: asset_id } = await solanaToken(context)
      const common = { side: 'buy', type: 'market', qty: '5', qty_unit: 'quote' }
      const symbols = await post(context, '/orders', { ...common, ...pair, qty: '200' })
      const byId = await post(context, '/orders', { ...common, asset_id })
      const byIdAndChain = await post(context, '/orders', { ...common, asset_id, chain: 'solana' })
      const [a, b, c] = [symbols, byId, byIdAndChain].map(({ status }) => status < 300)
      const choice = b ? (a ? 'both' : 'asset-id-only') : c ? 'chain-required' : a ? 'symbols-only' : null
      return {
        choice,
        evidence: `symbols ${symbols.status}, asset_id ${byId.status}, asset_id with chain ${byIdAndChain.status}`,
      }
    },
  },
  {
    question: 'G4',
    needs,
    touches: 'trade',
    async run(context) {
      const { id: asset_id } = await solanaToken(context)
      const seen = await post(context, '/orders', {
        asset_id,
        side: 'buy',
        type: 'market',
        qty: '5',
        qty_unit: 'quote',
      })
      return { choice: seen.status === 201 || seen.status === 200 ? String(seen.status) : null, evidence: tell(seen) }
    },
  },
  {
    question: 'G5',
    needs,
    touches: 'trade',
    async run(context) {
      const id = await placeResting(context)
      const seen = await look(context.send('gateway', 'DELETE', `/orders/${id}`, undefined, await bearer(context)))
      const choice =
        seen.text === ''
          ? 'empty-body'
          : member(seen.body, 'status') !== undefined
            ? 'status-member'
            : isObject(seen.body)
              ? 'empty-object'
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
    question: 'G13',
    needs,
    touches: 'trade',
    async run(context) {
      const { payloads } = await prepareSwap(context)
      const digest = member(payloads?.[0], 'digest')
      const isHex = typeof digest === 'string' && /^[0-9a-f]{64}$/.test(digest)
      const isBase64 = typeof digest === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(digest)
      return {
        choice: isHex ? 'hex' : isBase64 ? 'base64' : null,
        evidence: `a digest of ${typeof digest === 'string' ? digest.length : 0} characters`,
      }
    },
  },
  {
    question: 'G14',
    needs,
    touches: 'trade',
    async run(context) {
      const seen = await get(context, `/orders/${await placeResting(context)}`)
      return { choice: member(seen.body, 'qty_unit') === undefined ? 'absent' : 'present', evidence: tell(seen) }
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
    question: 'G17',
    needs: ['apiKey', 'sandbox'],
    touches: 'transfer',
    async run(context) {
      const { data } = await context.gateway().listAssets({ query: { venue: 'cefi' } })
      const asset = data?.find(({ networks }) => networks.length > 1)
      const send = { asset_id: asset?.id, qty: '1', qty_unit: 'base', to: `0x${'1'.repeat(40)}` }
      const without = await post(context, '/transfers', send)
      const choice =
        without.status === 201 || without.status === 200
          ? 'optional'
          : without.status === 400
            ? 'required-when-several'
            : null
      return { choice, evidence: `without a network: ${tell(without)}` }
    },
  },
  {
    question: 'G19',
    needs,
    touches: 'read',
    async run(context) {
      const plain = await get(context, '/balances')
      const seen = await get(context, '/balances', { 'TM-On-Behalf-Of': context.random.uuid() })
      // 403 is not documented for every operation, so any refusal that only the header explains counts.
      const isRefused = plain.status === 200 && seen.status >= 400 && seen.status < 500
      const choice = seen.status === 200 ? 'ignored' : isRefused ? 'forbidden' : null
      return { choice, evidence: `without ${tell(plain)}, with ${tell(seen)}` }
    },
  },
  {
    question: 'G21',
    needs: ['apiKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const seen = await post(context, '/orders', {
        ...pair,
        side: 'buy',
        type: 'market',
        qty: '0.001',
        qty_unit: 'base',
      })
      return {
        choice: seen.status < 300 ? 'any-unit' : seen.status === 400 ? 'quote-only' : null,
        evidence: tell(seen),
      }
    },
  },
  {
    question: 'G22',
    needs: ['sandbox'],
    touches: 'trade',
    async run(context) {
      const { id: asset_id } = await solanaToken(context)
      const poor = context.gatewayAs(context.sandbox().notOnboardedKeyFile)
      const order = await poor.createOrder({
        body: { asset_id, side: 'buy', type: 'market', qty: '50', qty_unit: 'quote' },
      })
      return {
        choice: order.order_id === undefined ? 'absent' : 'empty-string',
        evidence: `issues: ${order.quote?.issues?.length ?? 0}`,
      }
    },
  },
]
