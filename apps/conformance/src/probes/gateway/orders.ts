import { createHash } from 'node:crypto'
import { generateKey } from '@truemarkets/auth'
import { apiKey } from '@truemarkets/core'
import { prepareSwap, solanaToken } from '../../cases/gateway/defi.ts'
import { pair, restingOrder, smallQty } from '../../cases/gateway/market.ts'
import { cancelIfOpen, placeResting } from '../../cases/gateway/place.ts'
import { stamped } from '../../cases/gateway/stamp.ts'
import { member, noneOfThese, type Probe, type Seen, tell, unforeseen } from '../probe.ts'
import { get, needs, post } from './call.ts'

const refusals: Readonly<Record<number, string>> = { 400: 'bad-request', 401: 'unauthenticated', 403: 'forbidden' }

const isTaken = ({ status }: Seen) => status >= 200 && status < 300

/** Null where nothing was taken: then it was not for the style. */
function orderStyle(taken: { symbols: boolean; id: boolean; idAndChain: boolean }): string | null {
  if (taken.symbols && taken.id) return 'both'
  if (taken.symbols) return taken.idAndChain ? 'chain-required' : 'symbols-only'
  if (taken.id) return 'asset-id-only'
  return taken.idAndChain ? noneOfThese : null
}

/** An account that cannot pay is refused too. */
const isAboutUnit = ({ status, text }: Seen) => status === 400 && /unit/i.test(text)

export const gatewayOrderProbes: readonly Probe[] = [
  {
    question: 'G3',
    needs,
    touches: 'trade',
    async run(context) {
      const asset_id = await solanaToken(context)
      const byId = { side: 'buy', type: 'market', qty: '5', qty_unit: 'quote', asset_id }
      const inSymbols = await post(context, '/orders', await restingOrder(context))
      const placed = member(inSymbols.body, 'order_id')
      if (typeof placed === 'string' && placed !== '') context.defer(() => cancelIfOpen(context, placed))
      // On chain nothing happens before it is signed.
      const inId = await post(context, '/orders', byId)
      const inIdAndChain = await post(context, '/orders', { ...byId, chain: 'solana' })
      const answers = [inSymbols, inId, inIdAndChain]
      // Anything else than a refusal of its form says nothing about the style.
      const odd = answers.find((seen) => !isTaken(seen) && seen.status !== 400 && seen.status !== 422)
      const taken = { symbols: isTaken(inSymbols), id: isTaken(inId), idAndChain: isTaken(inIdAndChain) }
      return {
        choice: odd === undefined ? orderStyle(taken) : unforeseen(odd),
        evidence: `symbols ${inSymbols.status}, asset_id ${inId.status}, asset_id with chain ${inIdAndChain.status}`,
      }
    },
  },
  {
    question: 'G4',
    needs,
    touches: 'trade',
    async run(context) {
      const asset_id = await solanaToken(context)
      const seen = await post(context, '/orders', {
        asset_id,
        side: 'buy',
        type: 'market',
        qty: '5',
        qty_unit: 'quote',
      })
      // A refusal says nothing about success.
      if (!isTaken(seen)) return { choice: null, evidence: tell(seen) }
      const isEither = seen.status === 201 || seen.status === 200
      return { choice: isEither ? String(seen.status) : noneOfThese, evidence: tell(seen) }
    },
  },
  {
    question: 'G13',
    needs,
    touches: 'trade',
    async run(context) {
      const { payloads } = await prepareSwap(context)
      const { payload = '', digest = '' } = payloads?.[0] ?? {}
      const hash = createHash('sha256').update(payload)
      const forms = { hex: hash.copy().digest('hex'), base64: hash.digest('base64') }
      const choice = Object.entries(forms).find(([, form]) => form === digest)?.[0] ?? noneOfThese
      return { choice, evidence: `a digest of ${digest.length} characters, of a payload of ${payload.length}` }
    },
  },
  {
    question: 'G14',
    needs,
    touches: 'trade',
    async run(context) {
      const seen = await get(context, `/orders/${await placeResting(context)}`)
      const choice = member(seen.body, 'qty_unit') === undefined ? 'absent' : 'present'
      return { choice: seen.status === 200 ? choice : null, evidence: tell(seen) }
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
        choice: seen.status < 300 ? 'any-unit' : isAboutUnit(seen) ? 'quote-only' : null,
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
      const asset_id = await solanaToken(context)
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
  {
    question: 'G23',
    needs,
    touches: 'trade',
    async run(context) {
      const { id, payloads } = await prepareSwap(context)
      const others = payloads?.map(({ payload }) => ({ payload: `${payload} ` }))
      const seen = await post(context, `/orders/${id}/execute`, stamped(context.target.keyFile(), others))
      return {
        choice: refusals[seen.status] ?? unforeseen(seen),
        evidence: `stamps over something else: ${tell(seen)}`,
      }
    },
  },
  {
    question: 'G25',
    needs,
    touches: 'trade',
    async run(context) {
      const { id, payloads } = await prepareSwap(context)
      const { privateKey } = await generateKey()
      const foreign = apiKey(privateKey, { keyId: context.random.uuid() })
      const signatures = payloads?.map(({ payload }) => foreign.stamp(payload))
      const seen = await post(context, `/orders/${id}/execute`, { signatures, auth_type: 'api_key' })
      return {
        choice: refusals[seen.status] ?? unforeseen(seen),
        evidence: `stamps of a key made for this: ${tell(seen)}`,
      }
    },
  },
]
