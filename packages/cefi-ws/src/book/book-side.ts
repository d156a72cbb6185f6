import { inspect } from '../inspect.ts'
import { isBelow, type PriceKey, priceKey } from './price-key.ts'
import { isSentinel } from './sentinel.ts'

/** One price of a book. Every number is the exact text of the exchange. */
export interface BookLevel {
  /** In the quote asset, for one unit of the base asset. */
  readonly price: string
  /** What is there, in the base asset. Never zero. */
  readonly qty: string
  /** How many orders are at the price, where the exchange says so. */
  readonly orderCount: string | undefined
  /** When the level last changed, Unix nanoseconds, where the exchange says so. */
  readonly lastUpdate: string | undefined
}

/** A level as its side keeps it. Whoever prints or copies one gets a {@link BookLevel}: the rest is no property of its own. */
class Level implements BookLevel {
  readonly price: string
  qty = ''
  orderCount: string | undefined
  lastUpdate: string | undefined
  readonly #key: PriceKey
  #isPresent = false

  constructor(price: string, key: PriceKey) {
    this.price = price
    this.#key = key
  }

  get key(): PriceKey {
    return this.#key
  }

  /** False once nothing is left at the price. The entry stays, since prices tend to come back. */
  get isPresent(): boolean {
    return this.#isPresent
  }

  set isPresent(isPresent: boolean) {
    this.#isPresent = isPresent
  }
}

/** So many entries of empty prices may stay beyond as many as there are levels. */
const MOST_EMPTY = 64

/**
 * One side of a book, sorted with the best price last.
 *
 * A price that is known is found by its text, without a number being made of it, and one that empties keeps its place,
 * since prices come back: most changes move nothing. A new price mostly comes near the best one, where it is looked for
 * first and where there is little to move.
 */
export class BookSide {
  readonly #isBid: boolean
  readonly #byPrice = new Map<string, Level>()
  #entries: Level[] = []
  /** Where the best level is; -1 where there is none. What follows it is empty. */
  #bestIndex = -1
  #size = 0

  constructor(side: 'bid' | 'ask') {
    this.#isBid = side === 'bid'
  }

  get size(): number {
    return this.#size
  }

  /** How many prices are kept, levels and empty ones. */
  get remembered(): number {
    return this.#entries.length
  }

  get best(): BookLevel | undefined {
    return this.#entries[this.#bestIndex]
  }

  /** The best price, for comparing: the same object as long as it is the same price. */
  get bestKey(): PriceKey | undefined {
    return this.#entries[this.#bestIndex]?.key
  }

  clear(): void {
    this.#byPrice.clear()
    this.#entries = []
    this.#bestIndex = -1
    this.#size = 0
  }

  /**
   * Sets what is at a price.
   *
   * @returns False when the price is no exact decimal, or stands for none; then nothing has changed.
   */
  set(price: string, qty: string, orderCount: string | undefined, lastUpdate: string | undefined): boolean {
    const entry = this.#byPrice.get(price) ?? this.#enter(price)
    if (entry === undefined) return false
    entry.qty = qty
    entry.orderCount = orderCount
    entry.lastUpdate = lastUpdate
    if (!entry.isPresent) {
      entry.isPresent = true
      this.#size++
      this.#raise(entry)
    }
    return true
  }

  /**
   * Removes a price; one that is not there is no fault.
   *
   * @returns False when the price is no exact decimal, or stands for none.
   */
  remove(price: string): boolean {
    const entry = this.#byPrice.get(price) ?? this.#enter(price)
    if (entry === undefined) return false
    if (entry.isPresent) {
      entry.isPresent = false
      this.#size--
      while (this.#entries[this.#bestIndex]?.isPresent === false) this.#bestIndex--
    }
    if (this.#entries.length > 2 * this.#size + MOST_EMPTY) this.#forgetEmpty()
    return true
  }

  /** From the best level on. A level is only valid until the book changes. */
  *[Symbol.iterator](): IterableIterator<BookLevel> {
    for (let index = this.#bestIndex; index >= 0; index--) {
      const entry = this.#entries[index]
      if (entry?.isPresent === true) yield entry
    }
  }

  [inspect](): object {
    return [...this]
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

  /** The entry of a price that was not met before, or not in this spelling (1.5 and 1.50). */
  #enter(price: string): Level | undefined {
    const key = priceKey(price)
    if (key === undefined || isSentinel(price)) return undefined
    const index = this.#search(key)
    const there = this.#entries[index]
    if (there?.key.text === key.text) return there
    const entry = new Level(price, key)
    this.#entries.splice(index, 0, entry)
    if (index <= this.#bestIndex) this.#bestIndex++
    this.#byPrice.set(price, entry)
    return entry
  }

  /** Makes the entry of a level that has come the best one, if it is. */
  #raise(entry: Level): void {
    const best = this.#entries[this.#bestIndex]
    if (best !== undefined && !this.#isWorse(best.key, entry.key)) return
    const next = this.#bestIndex + 1
    this.#bestIndex = this.#entries[next] === entry ? next : this.#search(entry.key)
  }

  /** Index of the first entry that is not worse than a price, looked for from the best price on in growing steps. */
  #search(key: PriceKey): number {
    let high = this.#entries.length
    let step = 1
    while (high >= step && !this.#isWorseAt(high - step, key)) {
      high -= step
      step *= 2
    }
    let low = Math.max(0, high - step)
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#isWorseAt(middle, key)) low = middle + 1
      else high = middle
    }
    return low
  }

  #isWorseAt(index: number, than: PriceKey): boolean {
    const entry = this.#entries[index]
    return entry !== undefined && this.#isWorse(entry.key, than)
  }

  #isWorse(key: PriceKey, than: PriceKey): boolean {
    return this.#isBid ? isBelow(key, than) : isBelow(than, key)
  }

  #forgetEmpty(): void {
    for (const { isPresent, price } of this.#entries) if (!isPresent) this.#byPrice.delete(price)
    this.#entries = this.#entries.filter(({ isPresent }) => isPresent)
    this.#bestIndex = this.#entries.length - 1
  }
}
