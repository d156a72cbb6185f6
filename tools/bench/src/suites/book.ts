import { Book } from '../../../../packages/cefi-ws/src/book/book.ts'
import type { DepthData } from '../../../../packages/cefi-ws/src/generated/messages.ts'
import type { Figure, Suite } from '../figure.ts'
import { sideBySide } from '../side-by-side.ts'

const levels = 1000
const middle = 100_000
const changes = 2_000

/**
 * One change of one level of a book with a thousand levels a side: from the parsed message to a book that is right again,
 * its best prices checked against each other. Parsing the JSON is not part of it, and neither is the harness: it times
 * thousands of changes in a row, and shows the mean of one.
 *
 * Beside it stands a book as ccxt keeps one, which makes doubles of prices and quantities and checks nothing.
 */
export const book: Suite = {
  name: 'book',
  async *figures(): AsyncIterable<Figure> {
    yield* updates('update of one level of 1,000', steadyMarket(changes), { at: 'most', value: 100 })
    yield* updates('the same, in a market that moves', movingMarket(changes), undefined)

    yield* snapshots()

    const [small, large] = [new Book(), filled(new Book())]
    small.update({ bids: [{ price: '1', qty: '1' }], asks: [{ price: '2', qty: '1' }] })
    const top = await sideBySide({ small: () => small.bids.best, large: () => large.bids.best })
    yield {
      name: `best bid of ${levels} levels / of one level`,
      value: top.large.ratio,
      unit: '×',
      target: { at: 'most', value: 1.5 },
      note: `${top.large.ns.toFixed(1)} ns / ${top.small.ns.toFixed(1)} ns`,
    }
  },
}

async function* updates(name: string, market: readonly Change[], target: Figure['target']): AsyncIterable<Figure> {
  // As they come out of JSON.parse.
  const messages = JSON.parse(
    JSON.stringify(market.map(({ side, price, qty }) => ({ symbol: 'BTC-PYUSD', [side]: [{ price, qty }] }))),
  ) as DepthData[]
  const ours = filled(new Book())
  const floats = filledWithFloats({ bids: new FloatSide(-1), asks: new FloatSide(1) })
  const measured = await sideBySide({
    floats() {
      for (const { bids, asks } of messages) {
        for (const { price = '', qty = '' } of bids ?? [])
          floats.bids.store(Number.parseFloat(price), Number.parseFloat(qty))
        for (const { price = '', qty = '' } of asks ?? [])
          floats.asks.store(Number.parseFloat(price), Number.parseFloat(qty))
      }
    },
    ours() {
      for (const message of messages) if (ours.update(message) !== undefined) throw new Error('The market is crossed.')
    },
  })
  const ends = [ours.bids, ours.asks].map(({ size, best }) => [size, Number(best?.price)])
  if (String(ends) !== String([floats.bids, floats.asks].map(({ size, best }) => [size, best])))
    throw new Error('The two books are not the same.')
  yield { name, value: measured.ours.ns / market.length, unit: 'ns', target }
  yield {
    name: '  beside it: doubles in sorted arrays, as in ccxt',
    value: measured.floats.ns / market.length,
    unit: 'ns',
  }
}

/** A whole book at once, the best price first: what a level of it costs must not grow with the book. */
async function* snapshots(): AsyncIterable<Figure> {
  const [small, large] = [5_000, 50_000].map((count) => snapshotOf(count))
  const book = new Book()
  const measured = await sideBySide(
    { small: () => book.snapshot(small ?? {}), large: () => book.snapshot(large ?? {}) },
    { rounds: 5 },
  )
  const [each, ofMany] = [measured.small.ns / 10_000, measured.large.ns / 100_000]
  yield {
    name: 'level of a snapshot of 50,000 a side / of 5,000 a side',
    value: ofMany / each,
    unit: '×',
    target: { at: 'most', value: 3 },
    note: `${ofMany.toFixed(0)} ns / ${each.toFixed(0)} ns`,
  }
}

function snapshotOf(count: number): DepthData {
  const side = (sign: number): object[] =>
    Array.from({ length: count }, (_, level) => ({ price: `${10 * middle + sign * (level + 1)}.00`, qty: '1' }))
  return JSON.parse(JSON.stringify({ symbol: 'BTC-PYUSD', bids: side(-1), asks: side(1) })) as DepthData
}

interface Change {
  readonly side: 'bids' | 'asks'
  readonly price: string
  readonly qty: string
}

/** Mostly new quantities near the top; one change in ten empties a level, which a later one fills again. */
function steadyMarket(count: number): Change[] {
  const random = sameEachTime()
  return Array.from({ length: count }, () => {
    const side = random() < 0.5 ? 'bids' : 'asks'
    const distance = 1 + Math.floor(random() ** 3 * levels)
    const price = side === 'bids' ? middle - distance : middle + distance
    return { side, price: `${price}.00`, qty: random() < 0.1 ? '0' : quantity(random) }
  })
}

/** The market walks up and down: each step empties the best level of one side and makes a new best one of the other. */
function movingMarket(count: number): Change[] {
  const random = sameEachTime()
  const market: Change[] = []
  let at = middle
  for (let step = 0; market.length < count; step++) {
    // There and back again, so that it can be played over and over.
    const up = Math.floor(step / 100) % 2 === 0
    at += up ? 1 : -1
    const [left, taken] = up ? (['asks', 'bids'] as const) : (['bids', 'asks'] as const)
    market.push({ side: left, price: `${at}.00`, qty: '0' })
    market.push({ side: taken, price: `${at + (up ? -1 : 1)}.00`, qty: quantity(random) })
  }
  return market
}

function quantity(random: () => number): string {
  return (0.0001 + random() * 10).toFixed(4)
}

/** The same numbers on every run. */
function sameEachTime(): () => number {
  let state = 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** The snapshot comes out of JSON.parse like every message: the engine keeps short texts once, and then they are found faster. */
function filled(book: Book): Book {
  const side = (sign: number): object[] =>
    Array.from({ length: levels }, (_, level) => ({ price: `${middle + sign * (level + 1)}.00`, qty: '1' }))
  const message = JSON.stringify({ symbol: 'BTC-PYUSD', bids: side(-1), asks: side(1) })
  if (book.snapshot(JSON.parse(message) as DepthData) !== undefined) throw new Error('The market is crossed.')
  return book
}

function filledWithFloats(sides: Record<'bids' | 'asks', FloatSide>): Record<'bids' | 'asks', FloatSide> {
  for (let distance = 1; distance <= levels; distance++) {
    sides.bids.store(middle - distance, 1)
    sides.asks.store(middle + distance, 1)
  }
  return sides
}

/** A typed array of sorted prices beside the rows of [price, quantity], found by bisection. */
class FloatSide {
  readonly #sign: number
  readonly #index = new Float64Array(4 * levels).fill(Number.MAX_VALUE)
  readonly #rows: [number, number][] = []

  constructor(sign: number) {
    this.#sign = sign
  }

  get size(): number {
    return this.#rows.length
  }

  get best(): number | undefined {
    return this.#rows[0]?.[0]
  }

  store(price: number, qty: number): void {
    const key = price * this.#sign
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const half = (low + high) >>> 1
      if ((this.#index[half] ?? 0) < key) low = half + 1
      else high = half
    }
    const row = this.#rows[low]
    if (this.#index[low] === key && row !== undefined) {
      if (qty !== 0) row[1] = qty
      else {
        this.#index.copyWithin(low, low + 1, this.#rows.length)
        this.#rows.splice(low, 1)
      }
    } else if (qty !== 0) {
      this.#index.copyWithin(low + 1, low, this.#rows.length)
      this.#index[low] = key
      this.#rows.splice(low, 0, [price, qty])
    }
  }
}
