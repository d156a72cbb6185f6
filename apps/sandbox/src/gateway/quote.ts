import { formatDecimal } from '../exchange/decimal.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { ApiError, invalidField } from '../server/api-error.ts'
import { readAmount } from './amounts.ts'
import { CATALOGUE, findCefiAsset } from './catalogue.ts'
import { findPair } from './order-terms.ts'
import type { GatewayRules } from './rules.ts'

/** Body of `computeQuote`, as the contract check leaves it. */
export interface QuoteBody {
  readonly base_asset: string
  readonly quote_asset: string
  readonly side: 'buy' | 'sell'
  readonly qty: string
  readonly qty_unit: 'base' | 'quote'
}

/** What the visible book would give; nothing is created. Tokenized stocks are refused. */
export function computeQuote(rules: GatewayRules, exchange: Exchange, body: QuoteBody): { qty: string; price: string } {
  const qty = readAmount('qty', body.qty)
  if (CATALOGUE.some(({ symbol, assetClass }) => symbol === body.base_asset && assetClass === 'stock')) {
    throw invalidField('base_asset', 'is a tokenized stock, which has no quote')
  }
  if (findCefiAsset(body.base_asset) === undefined) throw invalidField('base_asset', 'is not listed on CeFi')
  const instrument = findPair(exchange, body.base_asset, body.quote_asset)
  if (instrument.status !== 'ACTIVE') throw new ApiError(503, `${instrument.symbol} is not trading.`)
  const preview = exchange.preview({
    instrumentId: instrument.id,
    side: body.side === 'buy' ? 'BUY' : 'SELL',
    qty,
    unit: body.qty_unit === 'base' ? 'BASE' : 'QUOTE',
  })
  return { qty: formatDecimal(rules.quotedQty(body.side, preview)), price: formatDecimal(preview.price) }
}
