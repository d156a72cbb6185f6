import { formatDecimal } from '../exchange/decimal.ts'
import { instrumentView, quoteView } from '../exchange/views.ts'
import { type Handler, list, one } from './call.ts'
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

const computeMarketQuote: Handler = ({ exchange, body, version }) => {
  const preview = exchange.preview({
    instrumentId: textOf(body, 'instrument_id'),
    side: choiceOf(body, 'side', ['BUY', 'SELL']),
    qty: decimalOf(body, 'qty'),
    unit: choiceOf(body, 'qty_unit', ['BASE', 'QUOTE']),
  })
  const bare = { qty: formatDecimal(preview.qty), price: formatDecimal(preview.price) }
  if (version === 'v2024_01_01') return one(bare)
  return one({
    ...bare,
    notional: formatDecimal(preview.notional),
    notional_residual: formatDecimal(preview.residual),
  })
}

/** The contract of edition 1.0.3, on the singular path only: an amount of the quote asset, always a purchase. */
const computeMarketQuoteV103: Handler = ({ exchange, body }) => {
  const preview = exchange.preview({
    instrumentId: textOf(body, 'instrument_id'),
    side: 'BUY',
    qty: decimalOf(body, 'qty'),
    unit: 'QUOTE',
  })
  return one({ quote: formatDecimal(preview.price), buy_amount: formatDecimal(preview.qty) })
}

export const marketHandlers = {
  listAssets,
  listInstruments,
  listMarketQuotes,
  computeMarketQuote,
  computeMarketQuoteV103,
}
