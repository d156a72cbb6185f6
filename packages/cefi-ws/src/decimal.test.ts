import { describe, expect, it } from 'vitest'
import { quantityKind, scaled } from './decimal.ts'

describe('a price in units of 10^-18', () => {
  it.each([
    ['0', 0n],
    ['1', 1_000_000_000_000_000_000n],
    ['0.000000000000000001', 1n],
    ['1.50', 1_500_000_000_000_000_000n],
    ['-2.5', -2_500_000_000_000_000_000n],
    ['170141183460469231731.687303715884105727', 2n ** 127n - 1n],
    ['1.0000000000000000000', 1_000_000_000_000_000_000n],
  ])('of %s is exact', (text, units) => {
    expect(scaled(text)).toBe(units)
  })

  it.each(['', '.', '1.', '.5', '1e5', '+1', ' 1', '0x1', '1.2.3', 'NaN', '0.0000000000000000001'])(
    'of "%s" does not exist',
    (text) => {
      expect(scaled(text)).toBeUndefined()
    },
  )
})

describe('a quantity', () => {
  it.each([
    ['0', 'zero'],
    ['0.000', 'zero'],
    ['-0', 'zero'],
    ['0.000000000000000001', 'positive'],
    ['12', 'positive'],
    ['-1', 'negative'],
    ['', 'invalid'],
    ['-', 'invalid'],
    ['.', 'invalid'],
    ['1.2.3', 'invalid'],
    ['1e5', 'invalid'],
  ])('of "%s" is %s', (text, kind) => {
    expect(quantityKind(text)).toBe(kind)
  })
})
