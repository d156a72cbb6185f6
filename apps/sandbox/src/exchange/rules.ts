import { type Decimal, formatDecimal, multiply, ONE } from './decimal.ts'
import type { Instrument, Order, TopOfBook } from './types.ts'

/** Seen on UAT for one client. */
export const MAX_OPEN_ORDERS = 50

/** Middle of the book; without two sides the last trade, then the reference price. */
export function midPrice(top: TopOfBook): Decimal {
  if (top.bestBid !== undefined && top.bestAsk !== undefined) return (top.bestBid.price + top.bestAsk.price) / 2n
  return top.lastTrade?.price ?? top.instrument.referencePrice
}

/** The worst price at which an order on `side` may trade: the far edge of the price band. */
export function bandEdge(instrument: Instrument, side: Order['side'], mid: Decimal): Decimal {
  return multiply(mid, side === 'BUY' ? ONE + instrument.priceBand : ONE - instrument.priceBand)
}

/** The first rule of the instrument that a size and a price break, in words; `undefined` when they keep all. */
export function brokenRule(instrument: Instrument, qty: Decimal, price: Decimal, mid: Decimal): string | undefined {
  const words = formatDecimal
  if (qty % instrument.increment !== 0n) return `qty ${words(qty)} is not a multiple of ${words(instrument.increment)}`
  if (price % instrument.tick !== 0n)
    return `price ${words(price)} is not a multiple of the tick ${words(instrument.tick)}`
  if (multiply(price, qty) < instrument.minNotional)
    return `notional is below the minimum ${words(instrument.minNotional)}`
  const distance = price > mid ? price - mid : mid - price
  if (distance > multiply(mid, instrument.priceBand)) return `price ${words(price)} is outside the price band`
  return undefined
}

/** Rules for an order that names no price. */
export function brokenMarketRule(instrument: Instrument, qty: Decimal, mid: Decimal): string | undefined {
  if (qty % instrument.increment !== 0n)
    return `qty ${formatDecimal(qty)} is not a multiple of ${formatDecimal(instrument.increment)}`
  if (multiply(mid, qty) < instrument.minNotional)
    return `notional is below the minimum ${formatDecimal(instrument.minNotional)}`
  return undefined
}
