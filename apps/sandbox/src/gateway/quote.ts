import { formatDecimal } from '../exchange/decimal.ts'
import { ApiError, invalidField } from '../server/api-error.ts'
import { belowMinimum, readAmount } from './amounts.ts'
import { CATALOGUE, findCefiAsset } from './catalogue.ts'
import { previewMarket } from './market-preview.ts'
import { findPair } from './order-terms.ts'
import type { GatewayParts } from './parts.ts'

type Parts = Pick<GatewayParts, 'answers' | 'exchange' | 'rules'>

/** Body of `computeQuote`, as the contract check leaves it. */
export interface QuoteBody {
  readonly base_asset: string
  readonly quote_asset: string
  readonly side: 'buy' | 'sell'
  readonly qty: string
  readonly qty_unit: 'base' | 'quote'
}

/** What the visible book would give; nothing is created. Tokenized stocks are refused. */
export function computeQuote({ answers, exchange, rules }: Parts, body: QuoteBody): { qty: string; price: string } {
  const qty = readAmount('qty', body.qty)
  if (CATALOGUE.some(({ symbol, assetClass }) => symbol === body.base_asset && assetClass === 'stock')) {
    throw invalidField('base_asset', 'is a tokenized stock, which has no quote')
  }
  if (findCefiAsset(body.base_asset) === undefined) throw invalidField('base_asset', 'is not listed on CeFi')
  const instrument = findPair(exchange, body.base_asset, body.quote_asset)
  if (instrument.status !== 'ACTIVE') throw new ApiError(503, `${instrument.symbol} is not trading.`)
  const size = { side: body.side, qty, unit: body.qty_unit }
  // G27: whether the book is walked to its end for a size that it cannot fill.
  const preview = previewMarket(exchange, instrument, size, answers.get('G27', 'refused') === 'what-there-is')
  // G26: what an amount gets that pays for less than one increment.
  if (preview.qty === 0n && answers.get('G26', 'zero-quantity') === 'refused') throw belowMinimum()
  return { qty: formatDecimal(rules.quotedQty(body.side, preview)), price: formatDecimal(preview.price) }
}
