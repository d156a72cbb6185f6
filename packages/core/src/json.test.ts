import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './json.ts'

describe('reading JSON', () => {
  it.each([
    ['an id of 19 digits', '{"id":1234567890123456789}', { id: '1234567890123456789' }],
    ['one on a line of its own', '[\n    1234567890123456789\n]', ['1234567890123456789']],
    ['a negative one', '[ -9007199254740993]', ['-9007199254740993']],
    ['an amount of 18 decimals', '{"a": 0.123456789012345678}', { a: '0.123456789012345678' }],
    ['a large number with an exponent', '[12345678901234567e3]', ['12345678901234567e3']],
  ])('gives %s as it was written', (_, text, expected) => {
    expect(parseJson(text)).toEqual({ ok: true, value: expected })
  })

  it.each([
    '[9007199254740991]',
    '[1732600000123]',
    '[0.000000000000000001]',
    '[1.000000000000000]',
    '{"a":"b: 1234567890123456789","c\\"":1}',
    '["\\\\",1234567890123456]',
  ])('gives %s as JSON.parse does', (text) => {
    const value: unknown = JSON.parse(text)
    expect(parseJson(text)).toEqual({ ok: true, value })
  })

  it('agrees with JSON.parse on everything that a double holds, beside a number it does not hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        const expected: unknown[] = ['1234567890123456789', JSON.parse(text)]
        expect(parseJson(`[1234567890123456789,${text}]`)).toEqual({ ok: true, value: expected })
      }),
    )
  })

  it.each([
    '',
    '{',
    '[00012345678901234567]',
    '[1234567890123456789-1]',
    '[1234567890123456789x]',
    '{"a":12345678901234567,}',
  ])('finds that %j is none', (text) => {
    expect(parseJson(text)).toEqual({ ok: false })
  })
})
