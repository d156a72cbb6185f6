import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BookSide } from './book-side.ts'

/** Whole prices, so that the plain side can be numbers; enough of them that empty ones are forgotten on the way. */
const price = fc.integer({ min: 1, max: 400 })
const act = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('set' as const), price, qty: fc.constantFrom('1', '2.5') }) },
  { weight: 5, arbitrary: fc.record({ act: fc.constant('remove' as const), price }) },
  // A market that runs through one level after another, loses them all, or is told anew.
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constantFrom('fill' as const, 'empty' as const, 'clear' as const), price }),
  },
)

describe.each(['bid', 'ask'] as const)('the %s side', (side) => {
  it('equals a plain one after every change, whatever comes, goes and comes back', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const ours = new BookSide(side)
        const plain = new Map<number, string>()
        const set = (at: number, qty: string): void => {
          expect(ours.set(String(at), qty, undefined, undefined)).toBe(true)
          plain.set(at, qty)
        }
        const remove = (at: number): void => {
          expect(ours.remove(String(at))).toBe(true)
          plain.delete(at)
        }
        for (const step of acts) {
          if (step.act === 'set') set(step.price, step.qty)
          if (step.act === 'remove') remove(step.price)
          if (step.act === 'clear') {
            ours.clear()
            plain.clear()
          }
          for (let at = step.price; at < step.price + 200; at++) {
            if (step.act === 'fill') set(at, '1')
            if (step.act === 'empty') remove(at)
          }
          const sorted = [...plain].sort(([left], [right]) => (side === 'bid' ? right - left : left - right))
          expect([...ours].map((level) => [Number(level.price), level.qty])).toEqual(sorted)
          expect([ours.best?.price, ours.size]).toEqual([sorted[0]?.[0].toString(), sorted.length])
        }
      }),
      { numRuns: 200 },
    )
  })

  it('finds a price in whatever way it is spelt', () => {
    const ours = new BookSide(side)
    ours.set('1.5', '1', undefined, undefined)
    ours.set('1.50', '2', '3', '4')
    expect(ours.top(2)).toEqual([{ price: '1.5', qty: '2', orderCount: '3', lastUpdate: '4' }])
    ours.remove('01.500')
    expect([ours.best, ours.size]).toEqual([undefined, 0])
  })

  it('takes no price that is no exact decimal', () => {
    const ours = new BookSide(side)
    expect([ours.set('1e5', '1', undefined, undefined), ours.remove('-1'), ours.size]).toEqual([false, false, 0])
  })

  it('does not grow with prices that are removed without having been there', () => {
    const ours = new BookSide(side)
    ours.set('1', '1', undefined, undefined)
    for (let at = 2; at < 10_000; at++) ours.remove(String(at))
    expect(ours.remembered).toBeLessThan(100)
  })
})
