import type { Answers } from '../answers.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Instrument } from '../exchange/types.ts'
import { ApiError, invalidField } from '../server/api-error.ts'
import { readAmount } from './amounts.ts'
import { type CatalogueAsset, findAsset, findCefiAsset, findToken, stablecoinOn } from './catalogue.ts'
import type { CefiTerms, DefiTerms, OrderTerms } from './order.ts'
import type { GatewayRules } from './rules.ts'
import { SETTLEMENT_SYMBOL } from './settlement.ts'

/** Body of `createOrder`, as the contract check leaves it. */
export interface OrderBody {
  readonly base_asset?: string
  readonly quote_asset?: string
  readonly asset_id?: string
  readonly chain?: string
  readonly side: 'buy' | 'sell'
  readonly type: 'market' | 'limit'
  readonly qty: string
  readonly qty_unit: 'base' | 'quote'
  readonly price?: string
}

interface Parts {
  readonly answers: Answers
  readonly exchange: Exchange
  readonly rules: GatewayRules
}

/** Dollars by other names: the exchange settles them all in its own stablecoin. */
const DOLLAR_NAMES = ['USD', 'USDC']

/** Understands an order in either style, by symbols or by asset id; throws 400, 404 or 503 when it cannot be one. */
export function readTerms({ answers, exchange, rules }: Parts, body: OrderBody): CefiTerms | DefiTerms {
  refuseStyle(body, answers.get('G3', 'both'))
  const { asset_id: assetId, chain, base_asset: baseName = '', quote_asset: quoteName = '' } = body
  const terms =
    assetId !== undefined
      ? termsById(body, assetId, exchange)
      : chain !== undefined
        ? termsByAddress(body, chain, baseName, quoteName)
        : cefiTerms(body, knownAsset(findCefiAsset(baseName), baseName), baseName, quoteName, exchange)
  const broken = rules.brokenTerm(terms, answers.get('G21', 'any-unit') === 'quote-only')
  if (broken !== undefined) throw invalidField(broken.field, broken.message)
  return terms
}

/** Which styles are taken is an open question (G3). */
function refuseStyle(body: OrderBody, world: string): void {
  const byId = body.asset_id !== undefined
  if (world === 'symbols-only' && byId) throw invalidField('asset_id', 'is not accepted')
  if (world === 'asset-id-only' && !byId) throw invalidField('asset_id', 'is required')
  if (world === 'chain-required' && byId && body.chain === undefined) throw invalidField('chain', 'is required')
}

function termsById(body: OrderBody, assetId: string, exchange: Exchange): CefiTerms | DefiTerms {
  const base = knownAsset(findAsset(assetId), assetId)
  if (body.chain !== undefined && body.chain !== base.chain) {
    throw invalidField('chain', 'is not the network of this asset')
  }
  if (base.chain === null) return cefiTerms(body, base, base.symbol, SETTLEMENT_SYMBOL, exchange)
  const quote = stablecoinOn(base.chain)
  if (quote === undefined || quote === base) throw invalidField('asset_id', 'has nothing to trade against')
  return {
    ...commonTerms(body, base),
    venue: 'defi',
    quote,
    baseName: base.address ?? '',
    quoteName: quote.address ?? '',
  }
}

function termsByAddress(body: OrderBody, chain: string, baseName: string, quoteName: string): DefiTerms {
  if (body.type === 'limit') throw invalidField('chain', 'is not allowed on a limit order')
  const base = knownAsset(findToken(chain, baseName), baseName)
  const quote = knownAsset(findToken(chain, quoteName), quoteName)
  if (quote === base) throw invalidField('quote_asset', 'must differ from base_asset')
  return { ...commonTerms(body, base), venue: 'defi', quote, baseName, quoteName }
}

function cefiTerms(
  body: OrderBody,
  base: CatalogueAsset,
  baseName: string,
  quoteName: string,
  exchange: Exchange,
): CefiTerms {
  const instrument = findPair(exchange, base.symbol, quoteName)
  return { ...commonTerms(body, base), venue: 'cefi', instrument, baseName, quoteName }
}

/** The instrument of a pair; a quote asset that the exchange does not carry was seen to come back as 503. */
export function findPair(exchange: Exchange, base: string, quote: string): Instrument {
  const settled = DOLLAR_NAMES.includes(quote) ? SETTLEMENT_SYMBOL : quote
  const instrument = exchange.findInstrument({ symbol: `${base}-${settled}` })
  if (instrument === undefined) throw new ApiError(503, `There is no market for ${base} in ${quote}.`)
  return instrument
}

function commonTerms(body: OrderBody, base: CatalogueAsset): Omit<OrderTerms, 'venue' | 'baseName' | 'quoteName'> {
  return {
    base,
    side: body.side,
    type: body.type,
    qty: readAmount('qty', body.qty),
    qtyUnit: body.qty_unit,
    price: body.price === undefined ? undefined : readAmount('price', body.price),
  }
}

function knownAsset(asset: CatalogueAsset | undefined, name: string): CatalogueAsset {
  if (asset === undefined) throw new ApiError(404, `There is no asset ${name}.`)
  return asset
}
