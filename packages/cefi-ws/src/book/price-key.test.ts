import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBelow, type PriceKey, priceKey } from './price-key.ts'

const NONE: PriceKey = { whole: -1, text: '' }
const key = (price: string): PriceKey => priceKey(price) ?? NONE

/** Digits on both sides of the point, zeros more often than not. */
const digits = fc.string({ unit: fc.constantFrom('0', '0', '1', '9'), minLength: 1, maxLength: 22 })
const decimal = fc.tuple(digits, fc.option(digits)).map(([whole, part]) => (part === null ? whole : `${whole}.${part}`))

/** The price in units of 10^-22. */
function units(price: string): bigint {
  const [whole = '', part = ''] = price.split('.')
  return BigInt(whole + part.padEnd(22, '0'))
}

describe('the key of a price', () => {
  it.each([
    ['0', '0'],
    ['00', '0'],
    ['0.0', '0'],
    ['1.50', '1.5'],
    ['1.00', '1'],
    ['100', '100'],
    ['007.010', '7.01'],
    ['170141183460469231731.687303715884105727', '170141183460469231731.687303715884105727'],
  ])('of %s is that of %s', (price, text) => {
    expect(key(price).text).toBe(text)
  })

  it.each(['', '.', '1.', '.5', '1e5', '+1', '-1', ' 1', '0x1', '1.2.3', 'NaN', '1,5'])(
    'of "%s" does not exist',
    (price) => {
      expect(priceKey(price)).toBeUndefined()
    },
  )

  it('sorts like the exact number, and is the same for equal ones', () => {
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        expect(isBelow(key(left), key(right))).toBe(units(left) < units(right))
        expect(key(left).text === key(right).text).toBe(units(left) === units(right))
      }),
      { numRuns: 2000 },
    )
  })
})
