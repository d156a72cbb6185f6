import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBuffer } from './buffer.ts'

/** What a buffer must be like: a list, cut at its capacity under `dropOldest`. */
class PlainBuffer {
  readonly #capacity: number
  readonly #policy: string
  readonly #list: number[] = []
  dropped = 0

  constructor(capacity: number, policy: string) {
    this.#capacity = capacity
    this.#policy = policy
  }

  get size(): number {
    return this.#list.length
  }

  push(message: number): void {
    this.#list.push(message)
    if (this.#policy === 'error' || this.#list.length <= this.#capacity) return
    this.#list.shift()
    this.dropped++
  }

  shift(): number | undefined {
    return this.#list.shift()
  }
}

describe('a buffer', () => {
  it('behaves like a list, cut at its capacity under dropOldest, under any pushes and shifts', () => {
    // Long enough for the list to grow while something has been taken from it.
    const steps = fc.array(fc.option(fc.nat(), { nil: 'shift' as const }), { maxLength: 200, size: 'max' })
    const limits = fc.record({
      capacity: fc.integer({ min: 1, max: 40 }),
      policy: fc.constantFrom('error' as const, 'dropOldest' as const),
    })
    fc.assert(
      fc.property(steps, limits, (acts, { capacity, policy }) => {
        const run = (
          buffer: { push: (message: number, item: string, isData: boolean) => void } & Pick<PlainBuffer, 'shift'>,
        ): unknown[] => acts.map((act) => (act === 'shift' ? buffer.shift() : buffer.push(act, 'item', true)))
        const [buffer, plain] = [createBuffer<number>({ capacity, policy }), new PlainBuffer(capacity, policy)]
        expect(run(buffer)).toEqual(run(plain))
        expect([buffer.size, buffer.dropped]).toEqual([plain.size, plain.dropped])
      }),
    )
  })

  it('under latest holds one message for each item, in the order of their first', () => {
    const buffer = createBuffer<string>({ capacity: 2, policy: 'latest' })
    for (const [message, item] of ['a1', 'b1', 'a2', 'c1'].map((text) => [text, text.charAt(0)] as const)) {
      buffer.push(message, item, true)
    }
    expect([buffer.shift(), buffer.shift(), buffer.shift()]).toEqual(['b1', 'c1', undefined])
    expect(buffer.dropped).toBe(2)
  })

  it('under latest keeps no room for what is no data, where there is none or data waits', () => {
    const buffer = createBuffer<string>({ capacity: 2, policy: 'latest' })
    buffer.push('a1', 'a', true)
    buffer.push('a ends', 'a', false)
    buffer.push('b ends', 'b', false)
    buffer.push('c ends', 'c', false)
    buffer.push('b1', 'b', true)
    expect([buffer.shift(), buffer.shift(), buffer.shift()]).toEqual(['a1', 'b1', undefined])
    expect(buffer.dropped).toBe(3)
  })

  it('is empty after it is cleared', () => {
    for (const policy of ['error', 'latest'] as const) {
      const buffer = createBuffer<number>({ capacity: 4, policy })
      buffer.push(1, 'a', true)
      buffer.clear()
      expect([buffer.size, buffer.shift()]).toEqual([0, undefined])
    }
  })
})
