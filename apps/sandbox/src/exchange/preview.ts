import { type Decimal, divide, floorTo, min, multiply } from './decimal.ts'
import { Refusal } from './refusal.ts'
import type { Instrument, Level, Preview } from './types.ts'

interface Taken {
  qty: Decimal
  notional: Decimal
}

/** Base quantity against the visible levels, best first. */
export function previewBase(instrument: Instrument, levels: readonly Level[], qty: Decimal): Preview {
  const taken: Taken = { qty: 0n, notional: 0n }
  for (const level of levels) take(taken, level, min(level.qty, qty - taken.qty))
  if (taken.qty < qty) throw tooThin(instrument)
  return summary(taken, levels, 0n)
}

/** The largest base quantity that a quote amount pays for, kept to the base increment at the last level used. */
export function previewQuote(instrument: Instrument, levels: readonly Level[], amount: Decimal): Preview {
  const taken: Taken = { qty: 0n, notional: 0n }
  for (const level of levels) {
    const affordable = floorTo(divide(amount - taken.notional, level.price), instrument.increment)
    take(taken, level, min(level.qty, affordable))
    if (affordable <= level.qty) return summary(taken, levels, amount - taken.notional)
  }
  throw tooThin(instrument)
}

function take(taken: Taken, level: Level, qty: Decimal): void {
  taken.qty += qty
  taken.notional += multiply(level.price, qty)
}

function summary(taken: Taken, levels: readonly Level[], residual: Decimal): Preview {
  // Less than one increment: nothing is bought, and the best price is the only price there is.
  const price = taken.qty === 0n ? (levels[0]?.price ?? 0n) : divide(taken.notional, taken.qty)
  return { qty: taken.qty, price, notional: taken.notional, residual }
}

function tooThin(instrument: Instrument): Refusal {
  return new Refusal('invalid', `The visible book of ${instrument.symbol} is too thin for this size.`)
}
