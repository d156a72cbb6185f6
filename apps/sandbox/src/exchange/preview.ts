import type { OrderBook } from './book.ts'
import { type Decimal, divide, min, multiply } from './decimal.ts'
import { opposite } from './order.ts'
import { Refusal } from './refusal.ts'
import type { ExchangeRules } from './rules.ts'
import type { Level, Preview, PreviewRequest } from './types.ts'

interface Taken {
  qty: Decimal
  notional: Decimal
}

/** What a size would cost against the visible book, or bring from it. */
export function preview(rules: ExchangeRules, book: OrderBook, request: PreviewRequest): Preview {
  const { side, qty, unit, acceptsPart = false } = request
  if (qty <= 0n) throw new Refusal('invalid', 'qty must be above zero.')
  const { increment, symbol } = book.instrument
  const levels = book.levels(opposite(side))
  const [best] = levels
  const { taken, isWhole } = unit === 'BASE' ? takeBase(levels, qty) : takeQuote(rules, increment, levels, qty)
  if (best === undefined || !(isWhole || acceptsPart))
    throw new Refusal('invalid', `The visible book of ${symbol} is too thin for this size.`)
  return {
    ...taken,
    // Less than one increment: nothing is bought, and the best price is the only price there is.
    price: taken.qty === 0n ? best.price : divide(taken.notional, taken.qty),
    residual: unit === 'BASE' ? 0n : rules.residual(qty, taken.notional),
  }
}

interface Walk {
  readonly taken: Readonly<Taken>
  /** Whether the book had enough. */
  readonly isWhole: boolean
}

/** Base quantity against the visible levels, best first. */
function takeBase(levels: readonly Level[], qty: Decimal): Walk {
  const taken: Taken = { qty: 0n, notional: 0n }
  for (const level of levels) take(taken, level, min(level.qty, qty - taken.qty))
  return { taken, isWhole: taken.qty === qty }
}

/** The largest base quantity that a quote amount pays for, kept to the base increment at the last level used. */
function takeQuote(rules: ExchangeRules, increment: Decimal, levels: readonly Level[], amount: Decimal): Walk {
  const taken: Taken = { qty: 0n, notional: 0n }
  for (const level of levels) {
    const affordable = rules.affordable(amount - taken.notional, level.price, increment)
    take(taken, level, min(level.qty, affordable))
    if (affordable <= level.qty) return { taken, isWhole: true }
  }
  return { taken, isWhole: false }
}

function take(taken: Taken, level: Level, qty: Decimal): void {
  taken.qty += qty
  taken.notional += multiply(level.price, qty)
}
