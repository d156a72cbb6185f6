import { Book } from '../../../../packages/cefi-ws/src/book.ts'
import type { Figure, Suite } from '../figure.ts'
import { sideBySide } from '../side-by-side.ts'

const levels = 1000
const middle = 100_000

/** One update of a book with a thousand levels a side, beside a book of floats in sorted arrays, as ccxt keeps one. */
export const book: Suite = {
  name: 'book',
  async *figures(): AsyncIterable<Figure> {
    const updates = changes(5_000)
    // As they come out of JSON.parse.
    const messages = updates.map(({ side, price, qty }) => ({ [side]: [{ price, qty }] }))
    const ours = new Book()
    const floats = { bids: new FloatSide(-1), asks: new FloatSide(1) }
    for (let level = 0; level < levels; level++) {
      const [bid, ask] = [`${middle - 1 - level}.00`, `${middle + 1 + level}.00`]
      ours.update({ bids: [{ price: bid, qty: '1' }], asks: [{ price: ask, qty: '1' }] })
      floats.bids.store(bid, '1')
      floats.asks.store(ask, '1')
    }
    let at = 0
    let next = 0
    const measured = await sideBySide({
      floats: () => {
        const { side, price, qty } = updates[at++ % updates.length] ?? fallback
        floats[side].store(price, qty)
      },
      ours: () => ours.update(messages[next++ % messages.length] ?? {}),
    })
    yield {
      name: `update of a book with ${levels} levels a side`,
      value: measured.ours.ns,
      unit: 'ns',
      target: { at: 'most', value: 100 },
    }
    yield { name: '  beside it: floats in sorted arrays', value: measured.floats.ns, unit: 'ns' }

    const small = new Book()
    small.update({ bids: [{ price: '1', qty: '1' }], asks: [{ price: '2', qty: '1' }] })
    const top = await sideBySide({ small: () => small.bids.best, large: () => ours.bids.best })
    yield {
      name: `best bid of ${levels} levels / of one level`,
      value: top.large.ratio,
      unit: '×',
      target: { at: 'most', value: 1.5 },
      note: `${top.large.ns.toFixed(1)} ns / ${top.small.ns.toFixed(1)} ns`,
    }
  },
}

interface Change {
  readonly side: 'bids' | 'asks'
  readonly price: string
  readonly qty: string
}

const fallback: Change = { side: 'bids', price: `${middle - 1}.00`, qty: '1' }

/** Mostly new quantities near the top, some levels that come and go. The same on every run. */
function changes(count: number): Change[] {
  let state = 1
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return Array.from({ length: count }, () => {
    const side = random() < 0.5 ? 'bids' : 'asks'
    const distance = 1 + Math.floor(random() ** 3 * levels)
    const price = `${side === 'bids' ? middle - distance : middle + distance}.00`
    return { side, price, qty: random() < 0.1 ? '0' : (random() * 10).toFixed(4) }
  })
}

/** A sorted array of prices beside one of [price, quantity], found by bisection. */
class FloatSide {
  readonly #sign: number
  readonly #index: number[] = []
  readonly #rows: [number, number][] = []

  constructor(sign: number) {
    this.#sign = sign
  }

  store(priceText: string, qtyText: string): void {
    const price = Number.parseFloat(priceText)
    const qty = Number.parseFloat(qtyText)
    const key = price * this.#sign
    let low = 0
    let high = this.#index.length
    while (low < high) {
      const half = (low + high) >>> 1
      if ((this.#index[half] ?? 0) < key) low = half + 1
      else high = half
    }
    const row = this.#rows[low]
    if (this.#index[low] === key && row !== undefined) {
      if (qty !== 0) row[1] = qty
      else {
        this.#index.splice(low, 1)
        this.#rows.splice(low, 1)
      }
    } else if (qty !== 0) {
      this.#index.splice(low, 0, key)
      this.#rows.splice(low, 0, [price, qty])
    }
  }
}
