import { apiKey } from '@truemarkets/core'
import type { CaseContext } from '../case/context.ts'
import { prepareSwap, solanaToken } from '../cases/gateway/defi.ts'
import { pair, restingOrder, smallQty } from '../cases/gateway/market.ts'
import { cancelIfOpen, placeResting } from '../cases/gateway/place.ts'
import { isObject } from '../json.ts'
import { errorShape, noOrganizationKey } from './auth.ts'
import { bearer, first, look, member, type Probe, type Seen, shape, tell, words } from './probe.ts'

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
    needs,
    touches: 'trade',
    async run(context) {
      const { id: asset_id } = await solanaToken(context)
      const byId = { side: 'buy', type: 'market', qty: '5', qty_unit: 'quote', asset_id }
      const inSymbols = await post(context, '/orders', await restingOrder(context))
      const placed = member(inSymbols.body, 'order_id')
      if (typeof placed === 'string' && placed !== '') context.defer(() => cancelIfOpen(context, placed))
      // On chain nothing happens before it is signed.
      const inId = await post(context, '/orders', byId)
      const inIdAndChain = await post(context, '/orders', { ...byId, chain: 'solana' })
      const [a, b, c] = [inSymbols, inId, inIdAndChain].map(({ status }) => status < 300)
      const choice = b ? (a ? 'both' : 'asset-id-only') : c ? 'chain-required' : a ? 'symbols-only' : null
      return {
        choice,
        evidence: `symbols ${inSymbols.status}, asset_id ${inId.status}, asset_id with chain ${inIdAndChain.status}`,
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
    question: 'G6',
    needs,
    touches: 'trade',
    async run(context) {
      const seen = await post(context, `/orders/${await placeResting(context)}/cancel/execute`, {})
      const violations = member(seen.body, 'field_violations')
      const fields = Array.isArray(violations) ? violations.map((violation) => member(violation, 'field')) : []
      // `auth_type` has a default on the execution of an order too, so only the stamps must be missed.
      const choice =
        seen.status !== 400 || fields.length === 0
          ? null
          : fields.every((field) => field === 'signatures' || field === 'auth_type')
            ? 'as-execute-order'
            : 'other-members'
      return { choice, evidence: `an empty body: ${tell(seen)}, missed: ${words(fields)}` }
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
    needs,
    touches: 'transfer',
    sandboxOnly: 'where the network is optional, the transfer would be carried out',
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
    question: 'G20',
    needs: [],
    touches: 'read',
    async run(context) {
      const keyFile = context.target.organizationKeyFile()
      if (keyFile === null) return { choice: null, evidence: noOrganizationKey }
      const key = apiKey(keyFile)
      const timestamp = Math.floor(Date.now() / 1000)
      const body = { key_id: key.keyId, timestamp, signature: key.signChallenge(timestamp) }
      const seen = await look(context.send('auth', 'POST', '/api-key/token', body))
      const choice = seen.status === 200 ? 'on-uat' : seen.status === 401 || seen.status === 403 ? 'not-on-uat' : null
      return { choice, evidence: `an exchange of an organization key: ${tell(seen)}` }
    },
  },
  {
    question: 'G21',
    needs,
    touches: 'trade',
    async run(context) {
      const order = { ...pair, type: 'market', qty: smallQty, qty_unit: 'base' }
      const seen = await post(context, '/orders', { ...order, side: 'buy' })
      if (seen.status < 300) context.defer(() => post(context, '/orders', { ...order, side: 'sell' }))
      return {
        choice: seen.status < 300 ? 'any-unit' : seen.status === 400 ? 'quote-only' : null,
        evidence: tell(seen),
      }
    },
  },
  {
    question: 'G22',
    needs: [],
    touches: 'trade',
    sandboxOnly: 'it takes an account without funds',
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
