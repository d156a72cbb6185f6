import type { DepthData, DepthLevel } from '../generated/messages.ts'
import { isAbsent, isText } from '../wire.ts'
import { BookSide } from './book-side.ts'
import { isBelow, type PriceKey, priceKey } from './price-key.ts'
import { quantityKind } from './quantity.ts'
import { isSentinel } from './sentinel.ts'

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
    return this.update({ ...data, bids: fromTheWorst(data.bids, 'bid'), asks: fromTheWorst(data.asks, 'ask') })
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
    // An empty side may be told by a level that is none.
    if (!done && !isSentinel(price)) return false
  }
  return true
}

/**
 * The levels of a snapshot in the order in which a side keeps them, so that each one is put at the end: in the order of the
 * wire every other one would have to be moved. Levels that cannot be read are left where they are.
 */
function fromTheWorst(levels: DepthData['bids'], side: 'bid' | 'ask'): DepthLevel[] | null {
  if (isAbsent(levels) || !isList(levels)) return levels ?? null
  const keyed: { readonly level: DepthLevel; readonly key: PriceKey }[] = []
  for (const level of levels) {
    const price: unknown = isAbsent(level) ? undefined : level.price
    const key = isText(price) ? priceKey(price) : undefined
    if (key === undefined) return levels
    keyed.push({ level, key })
  }
  const sign = side === 'bid' ? 1 : -1
  // The sort is stable: of two levels of the same price the later one is still the one that counts.
  keyed.sort(({ key: left }, { key: right }) => (isBelow(left, right) ? -sign : isBelow(right, left) ? sign : 0))
  return keyed.map(({ level }) => level)
}

function isList(value: unknown): boolean {
  return Array.isArray(value)
}
