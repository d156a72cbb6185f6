import { type Decimal, divide } from '../exchange/decimal.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { midPrice } from '../exchange/rules.ts'
import { type CatalogueAsset } from './catalogue.ts'

/** What one unit is worth in USD: the middle of the exchange's book where it trades there, else the catalogue's price. */
export function usdPrice(exchange: Exchange, asset: CatalogueAsset): Decimal {
  if ('usd' in asset.price) return asset.price.usd
  const symbol = `${asset.price.like}-PYUSD`
  const instrument = exchange.findInstrument({ symbol })
  if (instrument === undefined)
    throw new TypeError(`The catalogue prices ${asset.symbol} like ${symbol}, which is not listed.`)
  return midPrice(exchange.top(instrument.id))
}

/** Price of one base unit in quote units. */
export function pairPrice(exchange: Exchange, base: CatalogueAsset, quote: CatalogueAsset): Decimal {
  return divide(usdPrice(exchange, base), usdPrice(exchange, quote))
}
