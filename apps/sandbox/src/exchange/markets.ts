import { listInstruments } from './listing.ts'
import { Market } from './market.ts'
import { Refusal } from './refusal.ts'
import type { ExchangeRules } from './rules.ts'
import type { Instrument, Nanos } from './types.ts'

/** Every instrument with its book. */
export class Markets {
  readonly instruments: readonly Instrument[] = listInstruments()
  readonly #markets: ReadonlyMap<string, Market>

  constructor(rules: ExchangeRules, at: Nanos) {
    this.#markets = new Map(this.instruments.map((instrument) => [instrument.id, new Market(instrument, rules, at)]))
  }

  get(instrumentId: string): Market {
    const market = this.#markets.get(instrumentId)
    if (market === undefined) throw new Refusal('unknown', `There is no instrument ${instrumentId}.`)
    return market
  }
}
