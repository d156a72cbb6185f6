import { describe, expect, it } from 'vitest'
import { timingsOf } from '../src/run/timings.ts'
import { answer, contracts, exchange, fakeTarget, goodBook } from './fakes.ts'

describe('how long answers took', () => {
  it('is told by operation: of a hundred, what half and what ninety-five stay within, and the longest', () => {
    // In no order, so that it is not the order of the answers that decides.
    const exchanges = Array.from({ length: 100 }, (_, at) => ({
      ...exchange(answer(200, goodBook)),
      durationMs: ((at * 37) % 100) + 1,
    }))
    expect(timingsOf(contracts, fakeTarget, exchanges)).toEqual([
      { subject: 'gateway.getBook', count: 100, p50: 50, p95: 95, max: 100 },
    ])
  })

  it('leaves out what was not answered, and what no contract knows', () => {
    const lost = { ...exchange(answer(200, goodBook)), response: null }
    const unknown = { ...exchange(answer(200, goodBook)), url: 'http://127.0.0.1:1/shop/elsewhere' }
    expect(timingsOf(contracts, fakeTarget, [lost, unknown])).toEqual([])
  })
})
