import { type Decimal, multiply, ONE } from './decimal.ts'
import type { Instrument, Order, TopOfBook } from './types.ts'

/** Middle of the book; without two sides the last trade, then the reference price. */
export function midPrice(top: TopOfBook): Decimal {
  if (top.bestBid !== undefined && top.bestAsk !== undefined) return (top.bestBid.price + top.bestAsk.price) / 2n
  return top.lastTrade?.price ?? top.instrument.referencePrice
}

/** The worst price at which an order on `side` may trade: the far edge of the price band. */
export function bandEdge(instrument: Instrument, side: Order['side'], mid: Decimal): Decimal {
  return multiply(mid, side === 'BUY' ? ONE + instrument.priceBand : ONE - instrument.priceBand)
}
