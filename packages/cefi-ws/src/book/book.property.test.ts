import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DepthLevel } from '../generated/messages.ts'
import { Book } from './book.ts'

/** A book as plain as can be: prices in whole units of 10^-18, looked up and sorted anew each time. */
class PlainBook {
  readonly bids = new Map<bigint, string>()
  readonly asks = new Map<bigint, string>()

  update(bids: readonly Level[], asks: readonly Level[]): void {
    for (const { units, qty } of bids)
      if (Number(qty) === 0) this.bids.delete(units)
      else this.bids.set(units, qty)
    for (const { units, qty } of asks)
      if (Number(qty) === 0) this.asks.delete(units)
      else this.asks.set(units, qty)
  }

  side(side: 'bids' | 'asks'): [bigint, string][] {
    const ascending = [...this[side]].sort(([left], [right]) => (left < right ? -1 : 1))
    return side === 'bids' ? ascending.toReversed() : ascending
  }
}

interface Level {
  readonly units: bigint
  /** One of the ways to write the price. */
  readonly text: string
  readonly qty: string
}

const UNIT = 10n ** 18n

/** Few prices, so that levels meet; some a single unit of 10^-18 apart, which doubles cannot tell; spelt in several ways. */
const price = fc
  .tuple(
    fc.integer({ min: 1, max: 40 }),
    fc.constantFrom(0n, 1n, UNIT / 2n, 1_000_000n),
    fc.integer({ min: 0, max: 2 }),
  )
  .map(([whole, part, spelling]) => {
    const units = 9_007_199_254_740_000n * UNIT + BigInt(whole) * UNIT + part
    const fraction = (units % UNIT).toString().padStart(18, '0')
    const short = fraction.replace(/0+$/, '')
    const integer = (units / UNIT).toString()
    const spellings = [
      short === '' ? integer : `${integer}.${short}`,
      `${integer}.${fraction}`,
      `0${integer}.${fraction}`,
    ]
    return { units, text: spellings[spelling] ?? integer }
  })

const level = fc
  .tuple(price, fc.constantFrom('0', '0.000', '1', '0.25', '12.5'))
  .map(([at, qty]): Level => ({ ...at, qty }))
const levels = fc.array(level, { maxLength: 12 })
const change = fc.record({ snapshot: fc.boolean(), bids: levels, asks: levels })

function wire(side: readonly Level[]): DepthLevel[] {
  return side.map(({ text, qty }) => ({ price: text, qty }))
}

function unitsOf(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.')
  return BigInt(whole) * UNIT + BigInt(fraction.padEnd(18, '0'))
}

describe('a book', () => {
  it('equals a plain one after any snapshots and updates, level by level and in order', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30, size: 'max' }), (changes) => {
        const book = new Book()
        let plain = new PlainBook()
        for (const { snapshot, bids, asks } of changes) {
          const data = { bids: wire(bids), asks: wire(asks) }
          if (snapshot) plain = new PlainBook()
          plain.update(bids, asks)
          const fault = snapshot ? book.snapshot(data) : book.update(data)
          for (const side of ['bids', 'asks'] as const) {
            expect([...book[side]].map((entry) => [unitsOf(entry.price), entry.qty])).toEqual(plain.side(side))
          }
          const [bid, ask] = [plain.side('bids')[0]?.[0], plain.side('asks')[0]?.[0]]
          expect(fault).toBe(bid !== undefined && ask !== undefined && bid >= ask ? 'crossed' : undefined)
        }
      }),
      { numRuns: 300 },
    )
  })
})
