import type { Decimal } from './decimal.ts'
import { leaves } from './order.ts'
import type { ExchangeRules } from './rules.ts'
import type { Level, Nanos, Order, Side } from './types.ts'

interface Entry {
  readonly price: Decimal
  /** Open quantity per order, in order of arrival: a Map keeps insertion order and forgets in constant time. */
  readonly orders: Map<Order, Decimal>
  qty: Decimal
  updatedAt: Nanos
}

/** One side of a book: price levels, best first, and within a level the orders by time. */
export class BookSide {
  readonly #side: Side
  readonly #rules: ExchangeRules
  readonly #entries: Entry[] = []
  readonly #places = new Map<Order, Entry>()
  readonly #changed = new Map<Decimal, Nanos>()

  constructor(side: Side, rules: ExchangeRules) {
    this.#side = side
    this.#rules = rules
  }

  add(order: Order, at: Nanos): void {
    if (order.price === undefined) throw new TypeError(`Order ${order.id} has no price and cannot rest in a book.`)
    const entry = this.#entryAt(order.price, at)
    const open = leaves(order)
    entry.orders.set(order, open)
    entry.qty += open
    this.#places.set(order, entry)
    this.#touch(entry, at)
  }

  remove(order: Order, at: Nanos): void {
    const entry = this.#places.get(order)
    if (entry === undefined) return
    entry.qty -= entry.orders.get(order) ?? 0n
    entry.orders.delete(order)
    this.#places.delete(order)
    if (entry.orders.size === 0) this.#entries.splice(this.#index(entry.price), 1)
    this.#touch(entry, at)
  }

  resize(order: Order, at: Nanos): void {
    const entry = this.#places.get(order)
    if (entry === undefined) return
    const open = leaves(order)
    entry.qty += open - (entry.orders.get(order) ?? 0n)
    entry.orders.set(order, open)
    this.#touch(entry, at)
  }

  first(): Order | undefined {
    const best = this.#entries[0]
    return best === undefined ? undefined : this.#rules.firstAtPrice(best.orders.keys())
  }

  best(): Level | undefined {
    const entry = this.#entries[0]
    return entry === undefined ? undefined : toLevel(entry)
  }

  levels(): Level[] {
    return this.#entries.map(toLevel)
  }

  takeChanges(): Level[] {
    if (this.#changed.size === 0) return []
    const levels = [...this.#changed].map(([price, updatedAt]): Level => {
      const entry = this.#entries[this.#index(price)]
      return entry?.price === price ? toLevel(entry) : { price, qty: 0n, orderCount: 0, updatedAt }
    })
    this.#changed.clear()
    return levels
  }

  #touch(entry: Entry, at: Nanos): void {
    entry.updatedAt = at
    this.#changed.set(entry.price, at)
  }

  #entryAt(price: Decimal, at: Nanos): Entry {
    const index = this.#index(price)
    const found = this.#entries[index]
    if (found?.price === price) return found
    const entry: Entry = { price, orders: new Map(), qty: 0n, updatedAt: at }
    this.#entries.splice(index, 0, entry)
    return entry
  }

  /** Where `price` stands, or would stand, by binary search. */
  #index(price: Decimal): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const here = this.#entries[middle]?.price ?? 0n
      if (this.#rules.comesFirst(this.#side, here, price)) low = middle + 1
      else high = middle
    }
    return low
  }
}

function toLevel(entry: Entry): Level {
  return { price: entry.price, qty: entry.qty, orderCount: entry.orders.size, updatedAt: entry.updatedAt }
}
