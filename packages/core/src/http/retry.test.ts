import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './retry.ts'

test('a wait is never longer than its bounds', () => {
  const policy = fc.record({
    attempts: fc.integer({ min: 1, max: 10 }),
    baseDelayMs: fc.integer({ min: 1, max: 10_000 }),
    maxDelayMs: fc.integer({ min: 1, max: 60_000 }),
  })
  fc.assert(
    fc.property(
      policy,
      fc.integer({ min: 1, max: 2000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (p, attempt, random) => {
        const wait = backoffMs(attempt, p, random)
        expect(wait).toBeGreaterThanOrEqual(0)
        expect(wait).toBeLessThanOrEqual(Math.min(p.maxDelayMs, p.baseDelayMs * 2 ** (attempt - 1)))
      },
    ),
  )
})
