import type { SandboxContext } from '../context.ts'
import type { DepthEvent, OrderEvent, TradeEvent } from '../exchange/events.ts'
import type { Fill, Instrument, Order, TopOfBook } from '../exchange/types.ts'
import { depthData, ebboData, instrumentData, tradeData } from './data.ts'
import { reportData } from './report.ts'
import type { Channel } from './wire.ts'

export interface FeedUpdate {
  readonly channel: Channel
  readonly item: string
  /** JSON text of the member `data`: written once, however many listen. */
  readonly data: string
  /** The change of a book, for those who fold several into one. */
  readonly depth?: DepthEvent
}

export interface Listener {
  deliver(update: FeedUpdate): void
}

/** Turns what happens on the exchange into messages, for those who listen to the channel and item concerned. */
export class Feed {
  readonly #context: SandboxContext
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #lastTop = new Map<string, string>()
  readonly #traded = new Set<string>()
  readonly #openingDepth = new Map<string, string>()
  /** Books as snapshots tell them, for as long as they do not change. */
  readonly #depthSnapshots = new Map<string, string>()
  readonly #stop: readonly (() => void)[]

  constructor(context: SandboxContext) {
    this.#context = context
    const { events, instruments } = context.exchange
    for (const instrument of instruments) {
      this.#openingDepth.set(instrument.symbol, this.#depthSnapshot(instrument))
      this.#lastTop.set(instrument.symbol, topKey(context.exchange.top(instrument.id)))
    }
    this.#stop = [
      events.on('trade', (trade) => this.#onTrade(trade)),
      events.on('depth', (depth) => this.#onDepth(depth)),
      events.on('instrument', ({ instrument }) => this.#onInstrument(instrument)),
      events.on('order', (event) => this.#onOrder(event)),
    ]
  }

  listen(channel: Channel, item: string, listener: Listener): void {
    const key = `${channel} ${item}`
    const listeners = this.#listeners.get(key)
    if (listeners === undefined) this.#listeners.set(key, new Set([listener]))
    else listeners.add(listener)
  }

  unlisten(channel: Channel, item: string, listener: Listener): void {
    const key = `${channel} ${item}`
    const listeners = this.#listeners.get(key)
    listeners?.delete(listener)
    if (listeners?.size === 0) this.#listeners.delete(key)
  }

  /** JSON texts of `data` for the snapshots that begin a subscription, in order. */
  snapshots(channel: Channel, item: string, options: { stale: boolean }): readonly string[] {
    const { exchange, answers } = this.#context
    if (channel === 'DROPCOPY') {
      // W4: whether the open orders come first.
      if (answers.get('W4', 'none') === 'none') return []
      return exchange.activeOrders([item]).map((order) => this.#report(order, undefined))
    }
    const instrument = exchange.findInstrument({ symbol: item })
    if (instrument === undefined) return []
    if (channel === 'INSTRUMENT') return [JSON.stringify(instrumentData(exchange, instrument))]
    if (channel === 'EBBO') return [this.#ebbo(exchange.top(instrument.id))]
    if (channel !== 'DEPTH') return []
    const stale = options.stale ? this.#openingDepth.get(item) : undefined
    return [stale ?? this.#depthSnapshot(instrument)]
  }

  /** JSON text of `data` for levels of one book. */
  depthText(depth: DepthEvent): string {
    return JSON.stringify(depthData(depth, this.#context.answers.get('W5', 'status-without-id') === 'otherwise'))
  }

  close(): void {
    for (const stop of this.#stop) stop()
    this.#listeners.clear()
  }

  #onTrade(trade: TradeEvent): void {
    const { symbol } = trade.instrument
    this.#traded.add(symbol)
    // W8: whether the instrument is named.
    const withId = this.#context.answers.get('W8', 'id-no-snapshot') !== 'no-id'
    this.#tell('TRADE', symbol, () => JSON.stringify(tradeData(trade, withId)))
  }

  /** Comes last in every step of the engine that changed a book, so top of book and totals follow it. */
  #onDepth(event: DepthEvent): void {
    const { instrument } = event
    const { symbol } = instrument
    this.#depthSnapshots.delete(symbol)
    const { changedLevel } = this.#context.rules.cefiWs
    const depth = { instrument, bids: event.bids.map(changedLevel), asks: event.asks.map(changedLevel) }
    this.#tell('DEPTH', symbol, () => this.depthText(depth), depth)
    const top = this.#context.exchange.top(instrument.id)
    const key = topKey(top)
    if (this.#lastTop.get(symbol) !== key) {
      this.#lastTop.set(symbol, key)
      this.#tell('EBBO', symbol, () => this.#ebbo(top))
    }
    if (this.#traded.delete(symbol)) this.#tellInstrument(instrument)
  }

  #onInstrument(instrument: Instrument): void {
    this.#tellInstrument(instrument)
    this.#tell('EBBO', instrument.symbol, () => this.#ebbo(this.#context.exchange.top(instrument.id)))
  }

  #onOrder({ order, fill }: OrderEvent): void {
    if (!this.#context.rules.cefiWs.isReported(order)) return
    this.#tell('DROPCOPY', order.clientId, () => this.#report(order, fill))
  }

  /** W3: whether a report is an object, or a list of one, as an order may be elsewhere (R4, R10). */
  #report(order: Order, fill: Fill | undefined): string {
    const data = reportData(order, fill)
    const isObject = this.#context.answers.get('W3', 'open-object') === 'open-object'
    return JSON.stringify(isObject ? data : [data])
  }

  #tellInstrument(instrument: Instrument): void {
    this.#tell('INSTRUMENT', instrument.symbol, () =>
      JSON.stringify(instrumentData(this.#context.exchange, instrument)),
    )
  }

  #tell(channel: Channel, item: string, write: () => string, depth?: DepthEvent): void {
    const listeners = this.#listeners.get(`${channel} ${item}`)
    if (listeners === undefined) return
    const update: FeedUpdate = { channel, item, data: write(), ...(depth === undefined ? {} : { depth }) }
    for (const listener of listeners) listener.deliver(update)
  }

  #ebbo(top: TopOfBook): string {
    return JSON.stringify(ebboData(top, this.#context.answers.get('W18', 'sentinel') === 'sentinel'))
  }

  #depthSnapshot(instrument: Instrument): string {
    const { id, symbol } = instrument
    const known = this.#depthSnapshots.get(symbol)
    if (known !== undefined) return known
    const text = this.depthText({ instrument, ...this.#context.exchange.book(id) })
    this.#depthSnapshots.set(symbol, text)
    return text
  }
}

function topKey({ bestBid, bestAsk, lastTrade }: TopOfBook): string {
  return [bestBid?.price, bestBid?.qty, bestAsk?.price, bestAsk?.qty, lastTrade?.at].join(' ')
}
