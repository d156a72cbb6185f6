import { type Decimal, divide } from '../exchange/decimal.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { midPrice } from '../exchange/price-band.ts'
import { ApiError } from '../server/api-error.ts'
import type { CatalogueAsset } from './catalogue.ts'
import { SETTLEMENT_SYMBOL } from './settlement.ts'

/**
 * What one unit is worth in USD now: the middle of the exchange's book where it trades there, else the catalogue's price. `undefined`
 * for what has no price at all, and while the pair that prices it is disabled.
 */
export function currentUsdPrice(exchange: Exchange, asset: CatalogueAsset): Decimal | undefined {
  if (asset.price === 'unpriced') return undefined
  if ('usd' in asset.price) return asset.price.usd
  const symbol = `${asset.price.like}-${SETTLEMENT_SYMBOL}`
  const instrument = exchange.findInstrument({ symbol })
  if (instrument === undefined)
    throw new TypeError(`The catalogue prices ${asset.symbol} like ${symbol}, which is not listed.`)
  return instrument.status === 'DISABLED' ? undefined : midPrice(exchange.top(instrument.id))
}

/** The same for a reader: a 503 while the pair that prices an asset is disabled, and `undefined` for what never has a price. */
export function findUsdPrice(exchange: Exchange, asset: CatalogueAsset): Decimal | undefined {
  const price = currentUsdPrice(exchange, asset)
  if (price === undefined && asset.price !== 'unpriced')
    throw new ApiError(503, `${asset.symbol} has no price while the pair that prices it is disabled.`)
  return price
}

/** The price of what somebody wants to trade: a 503 when there is none. */
export function usdPrice(exchange: Exchange, asset: CatalogueAsset): Decimal {
  const price = findUsdPrice(exchange, asset)
  if (price === undefined) throw new ApiError(503, `${asset.symbol} has no price.`)
  return price
}

/** Price of one base unit in quote units. */
export function pairPrice(exchange: Exchange, base: CatalogueAsset, quote: CatalogueAsset): Decimal {
  return divide(usdPrice(exchange, base), usdPrice(exchange, quote))
}
