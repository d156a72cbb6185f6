import { isBelow, type PriceKey, priceKey } from './price-key.ts'

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
  readonly key: PriceKey
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
  readonly #isBid: boolean
  readonly #entries: Entry[] = []
  readonly #byPrice = new Map<string, Entry>()

  constructor(side: 'bid' | 'ask') {
    this.#isBid = side === 'bid'
  }

  get size(): number {
    return this.#entries.length
  }

  get best(): BookLevel | undefined {
    return this.#entries.at(-1)
  }

  /** The best price, for comparing. */
  get bestKey(): PriceKey | undefined {
    return this.#entries.at(-1)?.key
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
    const key = priceKey(price)
    if (key === undefined) return false
    const index = this.#search(key)
    const there = this.#entries[index]
    // The same price can be spelt in two ways: 1.5 and 1.50.
    if (there?.key.text === key.text) return this.set(there.price, qty, orderCount, lastUpdate)
    const entry: Entry = { price, qty, orderCount, lastUpdate, key }
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
    const key = this.#byPrice.get(price)?.key ?? priceKey(price)
    if (key === undefined) return false
    const index = this.#search(key)
    const entry = this.#entries[index]
    if (entry?.key.text !== key.text) return true
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

  /** Index of the first entry that is not worse than a price. */
  #search(key: PriceKey): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const entry = this.#entries[middle]
      if (entry !== undefined && this.#isWorse(entry.key, key)) low = middle + 1
      else high = middle
    }
    return low
  }

  #isWorse(key: PriceKey, than: PriceKey): boolean {
    return this.#isBid ? isBelow(key, than) : isBelow(than, key)
  }
}
