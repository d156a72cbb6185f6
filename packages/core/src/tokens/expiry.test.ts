import { expect, test } from 'vitest'
import { expiryMs } from './expiry.ts'

const HOUR = 3_600_000
const now = Date.parse('2026-09-24T00:00:00Z')

test.each<[unknown, number | undefined]>([
  ['2026-09-24T01:00:00.000Z', now + HOUR],
  ['2026-09-24T03:00:00+02:00', now + HOUR],
  ['2026-09-24t01:00:00z', now + HOUR],
  ['2026-09-24T01:00:00.123456Z', now + HOUR + 123],
  [3600, now + HOUR],
  ['3600', now + HOUR],
  ['3.6e3', now + HOUR],
  [(now + HOUR) / 1000, now + HOUR],
  [now + HOUR, now + HOUR],
  // Ten years are the longest life, and the first instant is in 1980; seconds go on until the year 5138.
  [315_360_000, now + 315_360_000_000],
  [315_360_001, 315_360_001_000],
  [99_999_999_999, 99_999_999_999_000],
  [100_000_000_000, 100_000_000_000],
  ['2026-09-24T01:00:00', undefined],
  ['2026-09-24', undefined],
  ['2026-99-24T01:00:00Z', undefined],
  ['tomorrow', undefined],
  [-1, undefined],
  [now * 1_000_000, undefined],
  [Number.MAX_VALUE, undefined],
  ['9'.repeat(400), undefined],
  [Number.NaN, undefined],
  [null, undefined],
  [undefined, undefined],
])('expires_in: %j', (value, expected) => {
  expect(expiryMs(value, now)).toBe(expected)
})
