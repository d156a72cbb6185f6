import { formatDecimal } from '../exchange/decimal.ts'
import type { Preview, PreviewRequest, Side } from '../exchange/types.ts'
import { instrumentView, quoteView } from '../exchange/views.ts'
import { type Call, type Handler, list, one } from './call.ts'
import { Problem } from './problem.ts'
import { choiceOf, decimalOf, textOf } from './request-values.ts'

const listAssets: Handler = ({ answers, exchange, query, rules }) => {
  const id = query.get('id')
  const name = query.get('name')
  const rows = exchange.assets.filter(
    (asset) => (id === null || asset.id === id) && (name === null || rules.hasName(asset, name)),
  )
  // R19: the values of `status` are unknown; every scalar is text, so what is no word is a number in text.
  const status = answers.get('R19', 'words') === 'words' ? 'ACTIVE' : '1'
  return list(rows.map((asset) => ({ id: asset.id, status, fields: { name: asset.name } })))
}

const listInstruments: Handler = ({ exchange, query, rules }) => {
  const id = query.get('id')
  const symbol = query.get('symbol') ?? ''
  const rows = exchange.instruments.filter((each) => (id === null || each.id === id) && rules.hasSymbol(each, symbol))
  return list(rows.map((each) => instrumentView(each, exchange.instrumentStats(each.id))))
}

const listMarketQuotes: Handler = ({ exchange, query }) => {
  const id = query.get('instrument_id')
  const rows = exchange.instruments.filter((each) => id === null || each.id === id)
  return list(rows.map((each) => quoteView(exchange.top(each.id))))
}

const computeMarketQuote: Handler = (call) => {
  const { body, version } = call
  const preview = previewOf(
    call,
    choiceOf(body, 'side', ['BUY', 'SELL']),
    choiceOf(body, 'qty_unit', ['BASE', 'QUOTE']),
  )
  const bare = { qty: formatDecimal(preview.qty), price: formatDecimal(preview.price) }
  if (version === 'v2024_01_01') return one(bare)
  return one({
    ...bare,
    notional: formatDecimal(preview.notional),
    notional_residual: formatDecimal(preview.residual),
  })
}

/** The contract of edition 1.0.3, on the singular path only: an amount of the quote asset, always a purchase. */
const computeMarketQuoteV103: Handler = (call) => {
  const preview = previewOf(call, 'BUY', 'QUOTE')
  return one({ quote: formatDecimal(preview.price), buy_amount: formatDecimal(preview.qty) })
}

function previewOf({ answers, exchange, body }: Call, side: Side, unit: PreviewRequest['unit']): Preview {
  const preview = exchange.preview({
    instrumentId: textOf(body, 'instrument_id'),
    side,
    qty: decimalOf(body, 'qty'),
    unit,
    // R28: whether the book is walked to its end for a size that it cannot fill.
    acceptsPart: answers.get('R28', 'refused') === 'what-there-is',
  })
  // R27: what an amount gets that pays for less than one increment.
  if (preview.qty === 0n && answers.get('R27', 'zero-quantity') === 'refused')
    throw new Problem(400, 'qty pays for less than one increment.')
  return preview
}

export const marketHandlers = {
  listAssets,
  listInstruments,
  listMarketQuotes,
  computeMarketQuote,
  computeMarketQuoteV103,
}
