import type { Decimal } from './decimal.ts'
import type { Fill, Instrument, Level, Nanos, Order, Side, Transfer } from './types.ts'

export interface TradeEvent {
  readonly instrument: Instrument
  readonly matchId: string
  readonly price: Decimal
  readonly qty: Decimal
  readonly takerSide: Side
  readonly at: Nanos
}

/** Levels that changed in one step of the engine, with their absolute size; zero removes. */
export interface DepthEvent {
  readonly instrument: Instrument
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

/** The order as it is now. `order` is live: copy what must not change. */
export interface OrderEvent {
  readonly order: Order
  /** Present when the report is a fill. */
  readonly fill: Fill | undefined
}

export interface ExchangeEvents {
  readonly trade: TradeEvent
  readonly depth: DepthEvent
  readonly order: OrderEvent
  readonly transfer: { readonly transfer: Transfer }
  readonly instrument: { readonly instrument: Instrument }
}

type Listener<Event> = (event: Event) => void
type Listeners = { [Name in keyof ExchangeEvents]: Set<Listener<ExchangeEvents[Name]>> }

/** Typed events of the exchange. Listeners run in the step that caused the event and must not throw. */
export class ExchangeEmitter {
  readonly #listeners: Listeners = {
    trade: new Set(),
    depth: new Set(),
    order: new Set(),
    transfer: new Set(),
    instrument: new Set(),
  }

  /** Returns the function that takes the listener away again. */
  on<Name extends keyof ExchangeEvents>(name: Name, listener: Listener<ExchangeEvents[Name]>): () => void {
    const listeners: Set<Listener<ExchangeEvents[Name]>> = this.#listeners[name]
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  emit<Name extends keyof ExchangeEvents>(name: Name, event: ExchangeEvents[Name]): void {
    const listeners: Set<Listener<ExchangeEvents[Name]>> = this.#listeners[name]
    for (const listener of listeners) listener(event)
  }

  clear(): void {
    for (const listeners of Object.values(this.#listeners)) listeners.clear()
  }
}
