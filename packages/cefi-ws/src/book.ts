import { BookSide } from './book-side.ts'
import type { DepthData, DepthLevel } from './generated/messages.ts'
import { isBelow, type PriceKey } from './price-key.ts'
import { quantityKind } from './quantity.ts'
import { isAbsent } from './wire.ts'

/** What is wrong with a book after a message, if anything. */
export type BookFault =
  /** A level without a readable price or quantity, or with a negative quantity. */
  | 'invalid-level'
  /** The best bid is not below the best ask. */
  | 'crossed'

/** The levels of one instrument, kept by snapshots and updates. It knows nothing of connections or time. */
export class Book {
  readonly bids = new BookSide('bid')
  readonly asks = new BookSide('ask')
  #bid: PriceKey | undefined
  #ask: PriceKey | undefined
  #isCrossed = false

  /** Replaces everything. */
  snapshot(data: DepthData): BookFault | undefined {
    this.bids.clear()
    this.asks.clear()
    return this.update(data)
  }

  /** Sets the levels that changed; a quantity of zero removes one. A side that is missing or null stays as it is. */
  update({ bids, asks }: DepthData): BookFault | undefined {
    const readable = apply(this.bids, bids) && apply(this.asks, asks)
    return readable ? this.#crossed() : 'invalid-level'
  }

  /** Most changes leave the best prices as they are; they are compared only when one is another. */
  #crossed(): BookFault | undefined {
    const bid = this.bids.bestKey
    const ask = this.asks.bestKey
    if (bid !== this.#bid || ask !== this.#ask) {
      this.#bid = bid
      this.#ask = ask
      this.#isCrossed = bid !== undefined && ask !== undefined && !isBelow(bid, ask)
    }
    return this.#isCrossed ? 'crossed' : undefined
  }
}

function apply(side: BookSide, levels: readonly DepthLevel[] | null | undefined): boolean {
  if (isAbsent(levels)) return true
  // The payload has not been checked: a side that is no list cannot be iterated, nor a level that is null be read.
  if (!isList(levels)) return false
  for (const level of levels) {
    if (isAbsent(level)) return false
    const { price, qty, order_count, last_update } = level
    if (typeof price !== 'string' || typeof qty !== 'string') return false
    const kind = quantityKind(qty)
    if (kind === 'negative' || kind === 'invalid') return false
    const done = kind === 'zero' ? side.remove(price) : side.set(price, qty, order_count, last_update)
    if (!done) return false
  }
  return true
}

function isList(value: unknown): boolean {
  return Array.isArray(value)
}
