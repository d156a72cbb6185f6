import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRetryQuota } from './quota.ts'

test('the quota never goes below zero or above its capacity', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), (steps) => {
      const quota = createRetryQuota(10)
      // Full, it takes no more.
      for (let index = 0; index < 10; index++) quota.succeed()
      let tokens = 10
      const expected: boolean[] = []
      const taken: boolean[] = []
      for (const success of steps) {
        if (success) {
          quota.succeed()
          tokens = Math.min(10, tokens + 1)
          continue
        }
        taken.push(quota.take())
        expected.push(tokens >= 5)
        if (tokens >= 5) tokens -= 5
      }
      expect(taken).toEqual(expected)
    }),
  )
})
