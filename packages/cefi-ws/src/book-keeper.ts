import { Book, type BookFault } from './book.ts'
import type { Clock, Timer } from './clock.ts'
import type { DepthData } from './generated/messages.ts'
import { type BookTrouble, BookView, type OrderBook } from './order-book.ts'
import { Resync } from './resync.ts'
import type { MessageOn } from './wire.ts'

/** What keeping a book takes. */
export interface BookKeeperOptions {
  readonly symbol: string
  readonly clock: Clock
  readonly random: () => number
  /** When a snapshot that nothing follows counts as whole, in milliseconds. */
  readonly snapshotCompleteTimeoutMs: number
  /** Asks for a fresh snapshot; undefined when the caller wants to be told only. */
  readonly resync: (() => void) | undefined
  onClose(): void
}

/**
 * Keeps one book from the messages and the fortunes of its subscription.
 *
 * ```text
 * syncing --SNAPSHOT, then SNAPSHOT_COMPLETE, an update, or silence--> live
 * live    --anything missed, unreadable or crossed-->                  stale
 * stale   --SNAPSHOT-->                                                syncing
 * ```
 *
 * Silence of the server makes a live book `stale` without harming it: it is `live` again once the server is heard.
 */
export class BookKeeper {
  readonly #options: BookKeeperOptions
  readonly #book = new Book()
  readonly #view: BookView
  #phase: 'empty' | 'filling' | 'whole' | 'broken' | 'ended' = 'empty'
  #silent = false
  #wholeTimer: Timer | undefined
  readonly #resync: Resync

  constructor(options: BookKeeperOptions) {
    this.#options = options
    this.#resync = new Resync(options.clock, options.random)
    this.#view = new BookView(options.symbol, this.#book, () => this.close())
  }

  get view(): OrderBook {
    return this.#view
  }

  onMessage(message: MessageOn<'DEPTH'>): void {
    if (message.update === 'SNAPSHOT_COMPLETE') return this.#onComplete()
    if (message.channel !== 'DEPTH') return
    const data = message.data ?? {}
    // A frame that names no instrument could be about this one.
    if (data.symbol !== this.#options.symbol) return this.#onFault('invalid-level')
    if (message.update === 'SNAPSHOT') this.#onSnapshot(data)
    else this.#onUpdate(data)
  }

  /** Something was or may have been missed. */
  onTrouble(trouble: BookTrouble): void {
    if (this.#phase === 'ended') return
    if (trouble === 'silence') {
      this.#silent = true
      if (this.#phase === 'whole') this.#view.enter('stale', trouble)
      return
    }
    this.#silent = false
    this.#stopWaiting()
    if (this.#phase === 'empty') return
    this.#phase = 'broken'
    this.#view.enter('stale', trouble)
  }

  /** The server was heard again on the same connection: nothing was missed. */
  onRecovered(): void {
    this.#silent = false
    if (this.#phase === 'whole') this.#view.enter('live', undefined)
  }

  onEnd(error: Error | undefined): void {
    if (this.#phase === 'ended') return
    this.#stopWaiting()
    this.#resync.stop()
    this.#phase = 'ended'
    this.#view.enter('stale', 'ended')
    this.#view.events.conclude('end', error)
  }

  close(): void {
    this.#options.onClose()
  }

  #onSnapshot(data: DepthData): void {
    this.#stopWaiting()
    this.#phase = 'filling'
    const fault = this.#book.snapshot(data)
    if (fault !== undefined) return this.#onFault(fault)
    this.#view.enter('syncing', undefined)
    this.#wholeTimer = this.#options.clock.after(this.#options.snapshotCompleteTimeoutMs, () => this.#onWhole())
  }

  #onComplete(): void {
    if (this.#phase === 'filling') this.#onWhole()
  }

  #onUpdate(data: DepthData): void {
    // Without a snapshot there is nothing that an update could be applied to.
    if (this.#phase !== 'filling' && this.#phase !== 'whole') return
    const fault = this.#book.update(data)
    if (fault !== undefined) return this.#onFault(fault)
    if (this.#phase === 'filling') this.#onWhole()
    else this.#view.events.emit('change')
  }

  #onWhole(): void {
    this.#stopWaiting()
    this.#phase = 'whole'
    if (this.#silent) return this.#view.enter('stale', 'silence')
    this.#view.enter('live', undefined)
    this.#view.events.emit('change')
  }

  /** A fault that a fresh snapshot may not cure, such as a market that is crossed in earnest: the waits grow. */
  #onFault(fault: BookFault): void {
    const { resync } = this.#options
    this.onTrouble(fault)
    if (resync !== undefined) this.#resync.request(resync)
  }

  /** Something has come that makes both the end of the snapshot and a fresh one a matter of its own. */
  #stopWaiting(): void {
    this.#wholeTimer?.stop()
    this.#wholeTimer = undefined
    this.#resync.cancel()
  }
}
