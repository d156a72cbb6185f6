import { scaled } from './decimal.ts'

/** One price of a book. Every number is the exact text of the exchange. */
export interface BookLevel {
  readonly price: string
  /** What is there, in the base asset. Never zero. */
  readonly qty: string
  /** How many orders are at the price, where the exchange says so. */
  readonly orderCount: string | undefined
  /** When the level last changed, Unix nanoseconds, where the exchange says so. */
  readonly lastUpdate: string | undefined
}

interface Entry extends BookLevel {
  /** The price in 10^-18, turned round on the bid side: the best level has the greatest rank. */
  readonly rank: bigint
  qty: string
  orderCount: string | undefined
  lastUpdate: string | undefined
}

/**
 * One side of a book, best level last.
 *
 * Changes gather near the best price, so they move few entries there; and a level that exists is found by the text of its
 * price, without a number being made of it.
 */
export class BookSide {
  readonly #sign: bigint
  readonly #entries: Entry[] = []
  readonly #byPrice = new Map<string, Entry>()

  constructor(side: 'bid' | 'ask') {
    this.#sign = side === 'bid' ? 1n : -1n
  }

  get size(): number {
    return this.#entries.length
  }

  get best(): BookLevel | undefined {
    return this.#entries.at(-1)
  }

  /** The best price in 10^-18. */
  get bestScaled(): bigint | undefined {
    const best = this.#entries.at(-1)
    return best === undefined ? undefined : best.rank * this.#sign
  }

  clear(): void {
    this.#entries.length = 0
    this.#byPrice.clear()
  }

  /**
   * Sets what is at a price.
   *
   * @returns False when the price is no exact decimal; then nothing has changed.
   */
  set(price: string, qty: string, orderCount: string | undefined, lastUpdate: string | undefined): boolean {
    const known = this.#byPrice.get(price)
    if (known !== undefined) {
      known.qty = qty
      known.orderCount = orderCount
      known.lastUpdate = lastUpdate
      return true
    }
    const value = scaled(price)
    if (value === undefined) return false
    const rank = value * this.#sign
    const index = this.#search(rank)
    const there = this.#entries[index]
    // The same price can be spelt in two ways: 1.5 and 1.50.
    if (there?.rank === rank) return this.set(there.price, qty, orderCount, lastUpdate)
    const entry: Entry = { price, qty, orderCount, lastUpdate, rank }
    this.#entries.splice(index, 0, entry)
    this.#byPrice.set(price, entry)
    return true
  }

  /**
   * Removes a price; one that is not there is no fault.
   *
   * @returns False when the price is no exact decimal.
   */
  remove(price: string): boolean {
    const rank = this.#byPrice.get(price)?.rank ?? this.#rankOf(price)
    if (rank === undefined) return false
    const index = this.#search(rank)
    const entry = this.#entries[index]
    if (entry?.rank !== rank) return true
    this.#entries.splice(index, 1)
    this.#byPrice.delete(entry.price)
    return true
  }

  /** From the best level on. A level is only valid until the book changes. */
  *[Symbol.iterator](): IterableIterator<BookLevel> {
    for (let index = this.#entries.length - 1; index >= 0; index--) {
      const entry = this.#entries[index]
      if (entry !== undefined) yield entry
    }
  }

  /** Copies of the best levels, best first. */
  top(count: number): readonly BookLevel[] {
    const levels: BookLevel[] = []
    for (const { price, qty, orderCount, lastUpdate } of this) {
      if (levels.length === count) break
      levels.push({ price, qty, orderCount, lastUpdate })
    }
    return levels
  }

  #rankOf(price: string): bigint | undefined {
    const value = scaled(price)
    return value === undefined ? undefined : value * this.#sign
  }

  /** Index of the first entry whose rank is not below the given one. */
  #search(rank: bigint): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const entry = this.#entries[middle]
      if (entry !== undefined && entry.rank < rank) low = middle + 1
      else high = middle
    }
    return low
  }
}
