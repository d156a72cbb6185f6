import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './retry.ts'

const policy = { attempts: 4, baseDelayMs: 200, maxDelayMs: 5_000 }

test.each([
  [1, 200],
  [2, 400],
  [3, 800],
  [5, 3_200],
  [6, 5_000],
  [2_000, 5_000],
])('the wait after attempt %i is anything up to %i ms', (attempt, bound) => {
  expect([0, 0.5, 0.75].map((random) => backoffMs(attempt, policy, random))).toEqual([0, bound / 2, bound * 0.75])
})

test('where no wait is asked for there is none, however often a call has failed', () => {
  expect(backoffMs(2_000, { ...policy, baseDelayMs: 0 }, 0.5)).toBe(0)
})

test('no wait is longer than the longest, or than that of a later attempt', () => {
  const delay = fc.nat({ max: 60_000 })
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3_000 }),
      delay,
      delay,
      chance,
      (attempt, baseDelayMs, maxDelayMs, random) => {
        const limits = { attempts: 4, baseDelayMs, maxDelayMs }
        const wait = backoffMs(attempt, limits, random)
        expect([wait >= 0, wait <= maxDelayMs, wait <= backoffMs(attempt + 1, limits, random)]).toEqual([
          true,
          true,
          true,
        ])
      },
    ),
  )
})
