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

test('a first wait is no longer than the longest', () => {
  expect(backoffMs(1, { ...policy, baseDelayMs: 9_000 }, 0.5)).toBe(2_500)
})
