import { OrderBook } from './book.ts'
import type { ExchangeRules } from './rules.ts'
import { RollingStats } from './stats.ts'
import type { Instrument, LastTrade, Nanos, TopOfBook } from './types.ts'

/** One instrument at work: its book, its turnover and its last trade. */
export class Market {
  readonly instrument: Instrument
  readonly book: OrderBook
  readonly stats = new RollingStats()
  lastTrade: LastTrade | undefined
  updatedAt: Nanos

  constructor(instrument: Instrument, rules: ExchangeRules, at: Nanos) {
    this.instrument = instrument
    this.book = new OrderBook(instrument, rules)
    this.updatedAt = at
  }

  top(): TopOfBook {
    return {
      instrument: this.instrument,
      bestBid: this.book.best('BUY'),
      bestAsk: this.book.best('SELL'),
      lastTrade: this.lastTrade,
      updatedAt: this.updatedAt,
    }
  }
}
