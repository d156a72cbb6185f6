import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, ceil, compare, div, floor, mul, sub } from './decimal.ts'
import { dateToNanoseconds, nanoseconds, nanosecondsToDate } from './nanoseconds.ts'

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 20 }))
  .map(([units, scale]) => {
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
    return `${units < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
  })

test('sums are exact where floating point is not', () => {
  expect(add('0.1', '0.2')).toBe('0.3')
  expect(sub('0.3', '0.1')).toBe('0.2')
  expect(mul('1.1', '1.1')).toBe('1.21')
  expect(add('9007199254740993', '0.000000000000000001')).toBe('9007199254740993.000000000000000001')
})

test('a small whole number that a service sent in place of a text counts as that text', () => {
  const { qty, at } = JSON.parse('{"qty":5,"at":1752156263}') as { qty: string; at: string }
  expect([add(qty, '0.10'), sub('0.10', qty), mul(qty, '1.5'), compare(qty, '5.0')]).toEqual([
    '5.10',
    '-4.90',
    '7.5',
    0,
  ])
  expect(nanoseconds(at)).toBe(1_752_156_263n)
})

test('forms that mean the same are equal', () => {
  expect([compare('1.50', '1.5'), compare('.5', '0.5'), compare('-0', '0')]).toEqual([0, 0, 0])
})

test('order follows value and not text', () => {
  expect(['10', '9', '-1', '-10', '0.5'].sort(compare)).toEqual(['-10', '-1', '0.5', '9', '10'])
  expect([compare('10', '9'), compare('9', '10')]).toEqual([1, -1])
})

test('a price is put on its tick, and a quotient on its increment, with the decimals of the step', () => {
  expect([floor('110867.38', '0.5'), ceil('110867.38', '0.5')]).toEqual(['110867.0', '110867.5'])
  expect([floor('0.30', '0.1'), ceil('0.30', '0.1')]).toEqual(['0.3', '0.3'])
  expect([floor('-0.01', '0.5'), ceil('-0.01', '0.5')]).toEqual(['-0.5', '0.0'])
  expect([div('100', '110865.50', '0.0001'), div('-1', '3', '0.01'), div('1', '-3', '0.01')]).toEqual([
    '0.0009',
    '-0.34',
    '-0.34',
  ])
})

test.each(['0', '-0.5'])('a step of %s is refused', (step) => {
  expect(() => floor('1', step)).toThrow(expect.objectContaining({ code: 'decimal_invalid' }))
})

test('a division by zero is refused', () => {
  expect(() => div('1', '0.0', '1')).toThrow(expect.objectContaining({ code: 'decimal_invalid' }))
})

describe('laws', () => {
  test('a quotient on a step is the last one whose product does not go beyond', () => {
    const positive = decimal.filter((value) => compare(value, '0') > 0)
    fc.assert(
      fc.property(decimal, positive, positive, (a, b, step) => {
        const quotient = div(a, b, step)
        expect(compare(mul(quotient, b), a)).not.toBe(1)
        expect(compare(mul(add(quotient, step), b), a)).toBe(1)
      }),
    )
  })

  test('a value lies between its floor and its ceiling, which are multiples of the step, the same or one step apart', () => {
    const positive = decimal.filter((value) => compare(value, '0') > 0)
    fc.assert(
      fc.property(decimal, positive, (value, step) => {
        const [below, above] = [floor(value, step), ceil(value, step)]
        expect([compare(below, value), compare(value, above)]).not.toContain(1)
        expect(sub(above, below)).toBe(compare(below, value) === 0 ? sub(step, step) : step)
        expect(floor(below, step)).toBe(below)
      }),
    )
  })

  test('what is added can be taken away again', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(compare(sub(add(a, b), b), a)).toBe(0)
      }),
    )
  })

  test('addition and multiplication do not care about order, and multiplication distributes', () => {
    fc.assert(
      fc.property(decimal, decimal, decimal, (a, b, c) => {
        expect(compare(add(a, b), add(b, a))).toBe(0)
        expect(compare(mul(a, b), mul(b, a))).toBe(0)
        expect(compare(mul(a, add(b, c)), add(mul(a, b), mul(a, c)))).toBe(0)
      }),
    )
  })

  test('comparison is the sign of the difference', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(compare(a, b)).toBe(compare(sub(a, b), '0'))
      }),
    )
  })

  test('every result is itself a plain decimal', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        for (const result of [add(a, b), sub(a, b), mul(a, b), floor(a, '0.3')])
          expect(result).toMatch(/^-?\d+(\.\d+)?$/)
      }),
    )
  })
})

test.each(['', '.', '5.', '-', '1e5', '+1', '1,000', ' 1', '0x1', '1.2.3', 'NaN', '١'])(
  '"%s" is refused as a decimal',
  (text) => {
    expect(() => compare(text, '1')).toThrow(expect.objectContaining({ code: 'decimal_invalid' }))
  },
)

test('nanosecond times keep every digit', () => {
  expect(nanoseconds('1752156263825281640')).toBe(1_752_156_263_825_281_640n)
  expect(nanosecondsToDate('1752156263825281640').toISOString()).toBe('2025-07-10T14:04:23.825Z')
  expect(dateToNanoseconds(new Date('2025-07-10T14:04:23.825Z'))).toBe('1752156263825000000')
})

test.each([Number.NaN, -1])('a Date of %d is refused as a nanosecond time', (time) => {
  expect(() => dateToNanoseconds(new Date(time))).toThrow(expect.objectContaining({ code: 'decimal_invalid' }))
})

test.each(['', '-1', '1.5', '1e18', '123456789012345678901'])('"%s" is refused as a nanosecond time', (text) => {
  expect(() => nanoseconds(text)).toThrow(expect.objectContaining({ code: 'decimal_invalid' }))
})

test('a number of nineteen digits is refused as a nanosecond time: it has been rounded already', () => {
  expect(() => nanoseconds(Number('1752156263825281640') as never)).toThrow(
    expect.objectContaining({ code: 'decimal_invalid' }),
  )
})

test('what to do about a wrong time is told of times, and of a wrong decimal of decimals', () => {
  expect(() => nanoseconds('now')).toThrow(
    expect.objectContaining({ nextStep: expect.stringMatching(/1752156263825281640/) as string }),
  )
  expect(() => dateToNanoseconds(new Date(-1))).toThrow(
    expect.objectContaining({ nextStep: expect.stringMatching(/Date/) as string }),
  )
  expect(() => add('1e5', '1')).toThrow(
    expect.objectContaining({ nextStep: expect.stringMatching(/110865\.50/) as string }),
  )
})
