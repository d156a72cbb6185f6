import fc from 'fast-check'
import { expect, it } from 'vitest'
import { divide, floorTo, formatDecimal, multiply, ONE, parseDecimal } from '../src/exchange/decimal.ts'
import { createIds } from '../src/exchange/ids.ts'

const amount = fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n })
const positive = fc.bigInt({ min: 1n, max: 10n ** 30n })

it('reads back what it writes', () => {
  fc.assert(
    fc.property(amount, (value) => {
      expect(parseDecimal(formatDecimal(value))).toBe(value)
    }),
  )
})

it.each([
  ['110865.50', '110865.5'],
  ['0.000000000000000001', '0.000000000000000001'],
  ['-0.10', '-0.1'],
  ['007', '7'],
  ['100', '100'],
])('writes %s as %s', (text, shortest) => {
  expect(formatDecimal(parseDecimal(text) ?? 0n)).toBe(shortest)
})

it.each(['', '.5', '5.', '1e9', '+1', ' 1', '1,5', '0x10', 'NaN', '0.0000000000000000001'])(
  'does not read "%s"',
  (text) => {
    expect(parseDecimal(text)).toBeUndefined()
  },
)

it('divides and multiplies to within one unit of the last digit', () => {
  fc.assert(
    fc.property(positive, fc.bigInt({ min: 1n, max: 10n ** 24n }), (left, right) => {
      const back = multiply(divide(left, right), right)
      expect(left - back).toBeGreaterThanOrEqual(0n)
      expect(left - back).toBeLessThanOrEqual(right / ONE + 1n)
    }),
  )
})

it('floors to a multiple of the step, less than one step away', () => {
  fc.assert(
    fc.property(positive, positive, (value, step) => {
      const floored = floorTo(value, step)
      expect([floored % step, value - floored < step]).toEqual([0n, true])
    }),
  )
})

it('never gives an id twice, whatever the randomness says, and each has 18 digits', () => {
  for (const random of [() => 0, () => 0.999999]) {
    const next = createIds(random)
    const ids = Array.from({ length: 1000 }, () => next())
    expect(new Set(ids).size).toBe(1000)
    expect(ids.every((id) => /^[0-9]{18}$/.test(id))).toBe(true)
  }
})
