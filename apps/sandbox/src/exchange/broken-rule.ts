import { type Decimal, formatDecimal, multiply } from './decimal.ts'
import type { ExchangeRules } from './rules.ts'
import type { Instrument } from './types.ts'

const words = formatDecimal

/** The first rule of the instrument that a size and a price break, in words; `undefined` when they keep all. */
export function brokenRule(
  rules: ExchangeRules,
  instrument: Instrument,
  qty: Decimal,
  price: Decimal,
  mid: Decimal,
): string | undefined {
  if (!rules.isMultiple(qty, instrument.increment)) return notAMultiple('qty', qty, 'increment', instrument.increment)
  if (!rules.isOnTick(price, instrument.tick)) return notAMultiple('price', price, 'tick', instrument.tick)
  if (!rules.reachesMinimum(multiply(price, qty), instrument)) return belowMinimum(instrument)
  if (!rules.isInBand(price, mid, instrument)) return `price ${words(price)} is outside the price band`
  return undefined
}

/** Rules for an order that names no price. */
export function brokenMarketRule(
  rules: ExchangeRules,
  instrument: Instrument,
  qty: Decimal,
  mid: Decimal,
): string | undefined {
  if (!rules.isMultiple(qty, instrument.increment)) return notAMultiple('qty', qty, 'increment', instrument.increment)
  if (!rules.reachesMinimum(multiply(mid, qty), instrument)) return belowMinimum(instrument)
  return undefined
}

function notAMultiple(name: string, value: Decimal, stepName: string, step: Decimal): string {
  return `${name} ${words(value)} is not a multiple of the ${stepName} ${words(step)}`
}

function belowMinimum({ minNotional }: Instrument): string {
  return `notional is below the minimum ${words(minNotional)}`
}
