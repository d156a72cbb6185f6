import type { OrderBook } from './book.ts'
import { type Decimal, divide, min, multiply } from './decimal.ts'
import { opposite } from './order.ts'
import { Refusal } from './refusal.ts'
import type { ExchangeRules } from './rules.ts'
import type { Instrument, Level, Preview, PreviewRequest } from './types.ts'

interface Taken {
  qty: Decimal
  notional: Decimal
}

/** What a size would cost against the visible book, or bring from it. */
export function preview(rules: ExchangeRules, book: OrderBook, { side, qty, unit }: PreviewRequest): Preview {
  if (qty <= 0n) throw new Refusal('invalid', 'qty must be above zero.')
  const levels = book.levels(opposite(side))
  return unit === 'BASE' ? previewBase(book.instrument, levels, qty) : previewQuote(rules, book.instrument, levels, qty)
}

/** Base quantity against the visible levels, best first. */
function previewBase(instrument: Instrument, levels: readonly Level[], qty: Decimal): Preview {
  const taken: Taken = { qty: 0n, notional: 0n }
  for (const level of levels) take(taken, level, min(level.qty, qty - taken.qty))
  if (taken.qty < qty) throw tooThin(instrument)
  return summary(taken, levels, 0n)
}

/** The largest base quantity that a quote amount pays for, kept to the base increment at the last level used. */
function previewQuote(
  rules: ExchangeRules,
  instrument: Instrument,
  levels: readonly Level[],
  amount: Decimal,
): Preview {
  const taken: Taken = { qty: 0n, notional: 0n }
  for (const level of levels) {
    const affordable = rules.affordable(amount - taken.notional, level.price, instrument.increment)
    take(taken, level, min(level.qty, affordable))
    if (affordable <= level.qty) return summary(taken, levels, rules.residual(amount, taken.notional))
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
