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
    [
      'one that a double writes in the same way, so that every id is a text',
      '{"id":78901949723181070}',
      { id: '78901949723181070' },
    ],
    ['the first whole number that is not safe', '[9007199254740992]', ['9007199254740992']],
    ['a short amount', '{"a":1.5}', { a: '1.5' }],
    ['the zeros of an amount', '{"a" :\t-0.10, "b":[1.000000000000000]}', { a: '-0.10', b: ['1.000000000000000'] }],
    ['a number beyond what a double holds', '{"a":1e400,"b":1E-400}', { a: '1e400', b: '1E-400' }],
    ['one whose exponent is in a capital letter', '{"a":1E5}', { a: '1E5' }],
    ['one after a comma', '[1,1.5]', [1, '1.5']],
    ['one after a line break', '[1,\r\n 2e1]', [1, '2e1']],
    ['one before a line break', '{"a":[-1.5e+3\n],"b":2.0E-1\r\n}', { a: ['-1.5e+3'], b: '2.0E-1' }],
    ['one before a space and a comma', '[1.50 ,2]', ['1.50', 2]],
  ])('gives %s as it was written', (_, text, expected) => {
    expect(parseJson(text)).toEqual({ ok: true, value: expected })
  })

  it('gives a fraction as a number where the contract has them, and long ids as text all the same', () => {
    expect(parseJson('{"a":-0.10,"b":[1e3],"c":1234567890123456789,"d":"1.5"}', true)).toEqual({
      ok: true,
      value: { a: -0.1, b: [1000], c: '1234567890123456789', d: '1.5' },
    })
  })

  it.each([
    '[9007199254740991]',
    '[1732600000123]',
    '[-9007199254740991,0,-1]',
    '{"at":"2026-06-17T07:57:01.123456Z","list":["a, 1.5","[1e5"]}',
    '{"at":"07:57:01.5, 07:57:02.5]","n":1}',
    '{"a":"b: 1234567890123456789","c\\"":1}',
    '["\\\\",1234567890123456]',
  ])('gives %s as JSON.parse does', (text) => {
    const value: unknown = JSON.parse(text)
    expect(parseJson(text)).toEqual({ ok: true, value })
  })

  it('agrees with JSON.parse on everything but numbers that are no safe whole ones', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        const expected: unknown[] = ['1234567890123456789', inexactAsText(JSON.parse(text))]
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

  // Such as an answer that was cut. Looking for numbers first took minutes, in which the program did nothing else.
  it('finds at once that a long text that ends inside a string is none', () => {
    const text = `{"id":1234567890123456789,"note":"${'\\"'.repeat(100_000)}`
    expect(parseJson(text)).toEqual({ ok: false })
  })
})

/** The value with the numbers that are to come as text in the text that JSON.stringify wrote of them. */
function inexactAsText(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : JSON.stringify(value)
  if (Array.isArray(value)) return value.map(inexactAsText)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inexactAsText(member)]))
}
