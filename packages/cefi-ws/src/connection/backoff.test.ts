import { describe, expect, it } from 'vitest'
import { backoffDelay, defaultBackoff } from './backoff.ts'

describe('the wait before another connection', () => {
  it.each([
    [0, 1000],
    [1, 2000],
    [4, 16_000],
    [5, 30_000],
    [500, 30_000],
  ])('after %i failures is anything up to %i ms', (attempt, ceiling) => {
    expect(backoffDelay(attempt, defaultBackoff, 0)).toBe(0)
    expect(backoffDelay(attempt, defaultBackoff, 0.5)).toBe(ceiling / 2)
    expect(backoffDelay(attempt, defaultBackoff, 1 - Number.EPSILON)).toBe(ceiling - 1)
  })
})
