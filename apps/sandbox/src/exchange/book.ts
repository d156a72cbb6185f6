import { BookSide } from './book-side.ts'
import type { DepthEvent } from './events.ts'
import { opposite } from './order.ts'
import type { ExchangeRules } from './rules.ts'
import type { BookView, Instrument, Level, Nanos, Order, Side } from './types.ts'

/** The resting orders of one instrument. It knows prices, sizes and time, but nothing of money. */
export class OrderBook {
  readonly instrument: Instrument
  readonly #sides: Readonly<Record<Side, BookSide>>

  constructor(instrument: Instrument, rules: ExchangeRules) {
    this.instrument = instrument
    this.#sides = { BUY: new BookSide('BUY', rules), SELL: new BookSide('SELL', rules) }
  }

  /** Puts an order behind the others at its price. */
  add(order: Order, at: Nanos): void {
    this.#sides[order.side].add(order, at)
  }

  remove(order: Order, at: Nanos): void {
    this.#sides[order.side].remove(order, at)
  }

  /** Takes note that the open quantity of a resting order changed, without loss of its place. */
  resize(order: Order, at: Nanos): void {
    this.#sides[order.side].resize(order, at)
  }

  best(side: Side): Level | undefined {
    return this.#sides[side].best()
  }

  /** The order that an incoming order on `side` meets first: best price, then oldest. */
  firstAgainst(side: Side): Order | undefined {
    return this.#sides[opposite(side)].first()
  }

  view(): BookView {
    return { bids: this.#sides.BUY.levels(), asks: this.#sides.SELL.levels() }
  }

  /** Levels on one side, best first. */
  levels(side: Side): readonly Level[] {
    return this.#sides[side].levels()
  }

  /** What changed since the last call; `undefined` when nothing did. */
  takeChanges(): DepthEvent | undefined {
    const bids = this.#sides.BUY.takeChanges()
    const asks = this.#sides.SELL.takeChanges()
    return bids.length + asks.length === 0 ? undefined : { instrument: this.instrument, bids, asks }
  }
}
