import type { Runtime } from '@truemarkets/core'
import type { After } from '../connection/reading-time.ts'
import type { DepthData } from '../generated/messages.ts'
import { Retries } from '../requests/retries.ts'
import { isEarlier, seqnumOf } from '../session/sequence.ts'
import type { MessageOn } from '../wire.ts'
import { Book } from './book.ts'
import { type BookTrouble, BookView, type OrderBook } from './order-book.ts'

/** What keeping a book takes. */
export interface BookKeeperOptions {
  readonly symbol: string
  readonly runtime: Runtime
  readonly afterReading: After
  /** When a snapshot that nothing follows counts as whole, and when one that updates came without is missed, in milliseconds. */
  readonly snapshotCompleteTimeoutMs: number
  /** Asks for a fresh snapshot; undefined when the caller wants to be told only. */
  readonly resync: (() => void) | undefined
  onClose(): void
}

/**
 * Keeps one book from the messages and the fortunes of its subscription.
 *
 * ```text
 * syncing       --SNAPSHOT, then SNAPSHOT_COMPLETE, an update, or silence--> live
 * syncing, live --anything missed, unreadable, crossed or split-->           stale
 * stale         --SNAPSHOT-->                                                syncing
 * ```
 *
 * Silence of the server makes a live book `stale` without harming it: it is `live` again once the server is heard.
 *
 * Numbers may skip where there are no credentials, which only the session can tell. That they go back is a fault everywhere: what
 * an older update says of a level may be out of date.
 */
export class BookKeeper {
  readonly #options: BookKeeperOptions
  readonly #book = new Book()
  readonly #view: BookView
  #phase: 'empty' | 'filling' | 'whole' | 'broken' | 'ended' = 'empty'
  /** Whether the snapshot came in several messages: its parts, or each in place of the one before (question `W6`). */
  #isSplit = false
  #silent = false
  /** The number of the last message that the book is made of. */
  #seqnum = ''
  /** Runs while the end of the snapshot is awaited, or the snapshot itself. */
  #stopSnapshotTimer: (() => void) | undefined
  readonly #retries: Retries

  constructor(options: BookKeeperOptions) {
    this.#options = options
    this.#retries = new Retries(options.runtime)
    this.#view = new BookView(options.symbol, this.#book, () => options.onClose())
  }

  get view(): OrderBook {
    return this.#view
  }

  onMessage(message: MessageOn<'DEPTH'>): void {
    if (message.update === 'SNAPSHOT_COMPLETE') {
      if (this.#phase === 'filling') this.#onWhole()
      return
    }
    const data = message.data ?? {}
    // A frame that names no instrument could be about this one.
    if (data.symbol !== this.#options.symbol) return this.#onFault('invalid-level')
    const seqnum = seqnumOf(message)
    if (message.update === 'SNAPSHOT') this.#onSnapshot(data, seqnum)
    else this.#onUpdate(data, seqnum)
  }

  /** Something was or may have been missed. */
  onTrouble(trouble: BookTrouble): void {
    if (this.#phase === 'ended') return
    if (trouble === 'silence') {
      this.#silent = true
      if (this.#phase === 'whole') this.#view.enter('stale', trouble)
      return
    }
    // The next connection is heard; one that is kept may be silent all the same.
    if (trouble === 'disconnected') this.#silent = false
    this.#stopWaiting()
    if (this.#phase === 'empty') return
    this.#phase = 'broken'
    this.#view.enter('stale', trouble)
  }

  /** The server was heard again on the same connection: nothing was missed. */
  onRecovered(): void {
    this.#silent = false
    if (this.#phase === 'whole') this.#goLive()
  }

  onEnd(error: Error | undefined): void {
    if (this.#phase === 'ended') return
    this.#stopWaiting()
    this.#retries.stop()
    this.#phase = 'ended'
    this.#view.enter('stale', 'ended')
    this.#view.events.conclude('end', error)
  }

  #onSnapshot(data: DepthData, seqnum: string): void {
    this.#stopWaiting()
    this.#isSplit = this.#phase === 'filling'
    this.#phase = 'filling'
    this.#seqnum = seqnum
    const fault = this.#book.snapshot(data)
    if (fault !== undefined) return this.#onFault(fault)
    // Before anybody is told, who may close the book.
    this.#await(() => this.#onWhole())
    this.#view.enter('syncing', undefined)
  }

  #onUpdate(data: DepthData, seqnum: string): void {
    // Without a snapshot there is nothing that an update could be applied to.
    if (this.#phase === 'empty' || this.#phase === 'broken') return this.#await(() => this.#askAnew())
    if (seqnum !== '') {
      if (isEarlier(seqnum, this.#seqnum)) return this.#onFault('repeat')
      this.#seqnum = seqnum
    }
    const fault = this.#book.update(data)
    if (fault !== undefined) return this.#onFault(fault)
    if (this.#phase === 'filling') this.#onWhole()
    else if (!this.#silent) this.#view.changed()
  }

  #onWhole(): void {
    if (this.#isSplit) return this.#onFault('split')
    this.#stopWaiting()
    this.#phase = 'whole'
    if (this.#silent) this.#view.enter('stale', 'silence')
    else this.#goLive()
  }

  #goLive(): void {
    this.#view.enter('live', undefined)
    // Whoever was told so may have closed it.
    if (this.#phase === 'whole') this.#view.changed()
  }

  /** A fault that a fresh snapshot may not cure, such as a market that is crossed in earnest: the waits grow. */
  #onFault(fault: BookTrouble): void {
    this.onTrouble(fault)
    this.#askAnew()
  }

  #askAnew(): void {
    const { resync } = this.#options
    if (resync !== undefined) this.#retries.request(resync)
  }

  #await(run: () => void): void {
    this.#stopSnapshotTimer ??= this.#options.afterReading(this.#options.snapshotCompleteTimeoutMs, () => {
      this.#stopSnapshotTimer = undefined
      run()
    })
  }

  /** Something has come that makes both the end of the snapshot and a fresh one a matter of its own. */
  #stopWaiting(): void {
    this.#stopSnapshotTimer?.()
    this.#stopSnapshotTimer = undefined
    this.#retries.cancel()
  }
}
