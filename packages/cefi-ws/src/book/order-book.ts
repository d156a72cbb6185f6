import { inspect } from '../inspect.ts'
import { Emitter, type Off } from '../subscription/emitter.ts'
import type { StaleReason } from '../subscription/subscription.ts'
import type { Book, BookFault } from './book.ts'
import type { BookLevel } from './book-side.ts'

/**
 * How far a book can be trusted.
 *
 * - `syncing`: its snapshot has not arrived, or not all of it.
 * - `live`: it is what the exchange last said; without credentials that is the last batch.
 * - `stale`: something was or may have been missed. The next snapshot cures it.
 */
export type BookState = 'syncing' | 'live' | 'stale'

/** Why a book is not live. */
export type BookTrouble =
  | BookFault
  | StaleReason
  /** Its snapshot came in several messages, of which nobody knows whether they are one together (question `W6`). */
  | 'split'
  | 'ended'

/** Events of a book. The first listener to `change` or `state` also gets what happened before, such as the snapshot. */
export type OrderBookEvents = {
  /** The levels changed. Comes while the book is `live`, and once when it becomes so. */
  readonly change: readonly []
  /**
   * The state changed; with the reason where it became `stale`. A book that was `syncing` may show what is older than what it showed
   * before, as when `rotateAfterMs` is up, and may be `live` again before anybody else gets to look at it.
   */
  readonly state: readonly [state: BookState, trouble: BookTrouble | undefined]
  /** The end, once; with an error when the subscription behind the book failed. */
  readonly end: readonly [error: Error | undefined]
}

/**
 * The order book of one instrument, kept from DEPTH.
 *
 * Prices and quantities are the exact strings of the exchange, ordered as integers. **Look at `state` before acting:** the
 * levels of a book that is not `live` are the last ones known, and may be wrong.
 *
 * **Failure.** A book whose subscription fails ends with an error, by the event `end`, and stays `stale`. A reconnect is no
 * failure: the book is `stale` until the next snapshot is whole.
 *
 * @example
 * ```ts
 * const book = await client.orderBook('BTC-PYUSD')
 * book.on('change', () => console.log(book.bestBid?.price, book.bestAsk?.price))
 * ```
 */
export interface OrderBook extends AsyncDisposable {
  /** The instrument, such as `BTC-PYUSD`. */
  readonly symbol: string
  /** Whether what can be read is true as of the last message; act on a `live` book only. */
  readonly state: BookState
  /** The highest bid, in constant time. */
  readonly bestBid: BookLevel | undefined
  /** The lowest ask, in constant time. */
  readonly bestAsk: BookLevel | undefined
  /** Bids from the best on. A level is valid until the book changes; `depth` makes copies. */
  bids(): Iterable<BookLevel>
  /** Asks from the best on. A level is valid until the book changes; `depth` makes copies. */
  asks(): Iterable<BookLevel>
  /** Copies of the best levels of both sides, best first. */
  depth(levels: number): { readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[] }
  /**
   * Adds a listener; the result removes it.
   *
   * @throws {ConfigurationError} for an event there is not, or a listener that is no function.
   */
  on<Name extends keyof OrderBookEvents>(name: Name, listener: (...args: OrderBookEvents[Name]) => void): Off
  /** Ends the book and its subscription. */
  close(): void
}

/** The readable side of a book; `book-keeper.ts` writes it. */
export class BookView implements OrderBook {
  readonly symbol: string
  readonly events = new Emitter<OrderBookEvents>('The order book', ['change', 'state', 'end'])
  readonly #book: Book
  readonly #onClose: () => void
  #state: BookState = 'syncing'
  #trouble: BookTrouble | undefined
  /** What came while nobody listened to it. */
  readonly #unheard = { change: false, state: false }

  constructor(symbol: string, book: Book, onClose: () => void) {
    this.symbol = symbol
    this.#book = book
    this.#onClose = onClose
  }

  get state(): BookState {
    return this.#state
  }

  get bestBid(): BookLevel | undefined {
    return this.#book.bids.best
  }

  get bestAsk(): BookLevel | undefined {
    return this.#book.asks.best
  }

  bids(): Iterable<BookLevel> {
    return this.#book.bids
  }

  asks(): Iterable<BookLevel> {
    return this.#book.asks
  }

  depth(levels: number): { readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[] } {
    return { bids: this.#book.bids.top(levels), asks: this.#book.asks.top(levels) }
  }

  on<Name extends keyof OrderBookEvents>(name: Name, listener: (...args: OrderBookEvents[Name]) => void): Off {
    const off = this.events.on(name, listener)
    // Not before the caller has what it takes to end the listening.
    queueMicrotask(() => this.#catchUp(name))
    return off
  }

  close(): void {
    this.#onClose()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  /** What is worth a log line: the levels are too many. */
  toJSON(): Pick<OrderBook, 'symbol' | 'state' | 'bestBid' | 'bestAsk'> {
    const { symbol, state, bestBid, bestAsk } = this
    return { symbol, state, bestBid, bestAsk }
  }

  [inspect](): object {
    return this.toJSON()
  }

  /** Sets the state, and says so when it is another one. */
  enter(state: BookState, trouble: BookTrouble | undefined): void {
    if (state === this.#state) return
    this.#state = state
    this.#trouble = trouble
    this.#unheard.state = !this.events.has('state')
    this.events.emit('state', state, trouble)
  }

  /** Says that the levels are others than before. */
  changed(): void {
    this.#unheard.change = !this.events.has('change')
    this.events.emit('change')
  }

  #catchUp(name: keyof OrderBookEvents): void {
    // What came meanwhile was heard, and said more.
    if (name === 'end' || !this.#unheard[name] || !this.events.has(name)) return
    this.#unheard[name] = false
    if (name === 'state') this.events.emit('state', this.#state, this.#trouble)
    else if (this.#state === 'live') this.events.emit('change')
  }
}
