import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { httpDate, readDeprecation, retryAfterMs } from './headers.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const wait = (headers: Record<string, string>, status = 503): number | undefined =>
  retryAfterMs(new Headers(headers), status, NOW)

describe('Retry-After', () => {
  test.each<[string, number | undefined]>([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5000],
    ['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    // Longer than any deadline, and finite, so that it can be reckoned with.
    ['99999999999', 99_999_999_999_000],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['1, 2', undefined],
    ['soon', undefined],
    ['2026-11-20T12:00:30Z', undefined],
    ['', undefined],
  ])('"%s"', (value, expected) => {
    expect(wait({ 'retry-after': value })).toBe(expected)
  })
})

// The server's time is estimated to a fraction of a millisecond, and a timer cuts fractions off: it would ring too early.
test('a wait until an instant is whole milliseconds, and no shorter', () => {
  const until = (headers: Record<string, string>) => retryAfterMs(new Headers(headers), 429, NOW + 0.25)
  expect(until({ 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' })).toBe(30_000)
  expect(until({ 'x-ratelimit-reset': String(NOW / 1000 + 7) })).toBe(7000)
  expect(until({ 'x-ratelimit-reset': '0.0005' })).toBe(1)
})

describe('x-ratelimit-reset', () => {
  test('counts only when nothing remains', () => {
    expect(wait({ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '5' })).toBeUndefined()
    expect(wait({ 'x-ratelimit-reset': '5' })).toBeUndefined()
    expect(wait({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' })).toBe(5000)
  })

  test('counts with a 429 alone, unless something remains all the same', () => {
    expect(wait({ 'x-ratelimit-reset': '5' }, 429)).toBe(5000)
    expect(wait({ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '5' }, 429)).toBeUndefined()
  })

  test('is seconds left up to a million, epoch seconds above', () => {
    expect(wait({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1000000' })).toBe(1_000_000_000)
    expect(wait({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 7) })).toBe(7000)
    expect(wait({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 - 7) })).toBe(0)
  })

  test('gives way to Retry-After', () => {
    expect(wait({ 'retry-after': '1', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' })).toBe(1000)
  })

  test('is ignored when it is no number', () => {
    expect(wait({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'later' })).toBeUndefined()
  })
})

test('any header values give undefined or a wait that is no less than zero', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme-ascii' }),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  )
  fc.assert(
    fc.property(value, value, value, (after, remaining, reset) => {
      const headers = new Headers()
      for (const [name, text] of [
        ['retry-after', after],
        ['x-ratelimit-remaining', remaining],
        ['x-ratelimit-reset', reset],
      ] as const) {
        headers.set(name, text.replaceAll(/[^\x20-\x7e]/g, ''))
      }
      const ms = retryAfterMs(headers, 429, NOW) ?? 0
      expect(ms >= 0 && Number.isFinite(ms)).toBe(true)
    }),
  )
})

test('an HTTP date is read exactly as RFC 9110 writes it', () => {
  expect(httpDate('Sun, 06 Nov 1994 08:49:37 GMT')).toBe(784_111_777_000)
  for (const text of [
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    '1',
    'Sun, 06 Nov 1994 08:49:37 +0200',
    'Sun, 99 Nov 1994 08:49:37 GMT',
  ]) {
    expect(httpDate(text)).toBeUndefined()
  }
})

describe('deprecation headers', () => {
  test.each<[Record<string, string>, object | undefined]>([
    [{}, undefined],
    [
      { deprecation: 'Sun, 06 Nov 1994 08:49:37 GMT' },
      { deprecatedSince: '1994-11-06T08:49:37.000Z', sunset: undefined, link: undefined },
    ],
    [
      { deprecation: '@784111777' },
      { deprecatedSince: '1994-11-06T08:49:37.000Z', sunset: undefined, link: undefined },
    ],
    [{ deprecation: 'true' }, { deprecatedSince: undefined, sunset: undefined, link: undefined }],
    [
      {
        sunset: 'Wed, 05 Aug 2026 00:00:00 GMT',
        link: '<https://a.test/x>; rel="next", <https://a.test/dep>; rel="deprecation"; type="text/html"',
      },
      { deprecatedSince: undefined, sunset: '2026-08-05T00:00:00.000Z', link: 'https://a.test/dep' },
    ],
    [
      { deprecation: 'true', link: '<https://a.test/v2>; rel=successor-version' },
      { deprecatedSince: undefined, sunset: undefined, link: 'https://a.test/v2' },
    ],
    [
      { deprecation: 'true', link: '<https://a.test/other>; rel="help"' },
      { deprecatedSince: undefined, sunset: undefined, link: undefined },
    ],
    [{ deprecation: '?1' }, { deprecatedSince: undefined, sunset: undefined, link: undefined }],
    [{ deprecation: '?0' }, undefined],
    [{ deprecation: 'false' }, undefined],
    [
      { deprecation: '?0', sunset: 'soon' },
      { deprecatedSince: undefined, sunset: undefined, link: undefined },
    ],
    [{ deprecation: '@784111777, @784111778' }, { deprecatedSince: undefined, sunset: undefined, link: undefined }],
  ])('%j', (headers, expected) => {
    expect(readDeprecation(new Headers(headers))).toEqual(expected)
  })

  test.each([
    ['<https://a.test/d>; title="this, and; that"; rel="deprecation"', 'https://a.test/d'],
    ['<https://a.test/n>; title="; rel=sunset"; rel="next", </s>; rel="successor-version"', '/s'],
    ['<https://a.test/x,y>;REL = "next  Sunset"', 'https://a.test/x,y'],
    ['<https://a.test/n>; rel=next; rel=sunset', undefined],
    ['<https://a.test/p>; rel=deprecation-policy', undefined],
    ['<https://a.test/p>; anchor=sunset', undefined],
    ['https://a.test/p; rel=sunset', undefined],
    ['<https://a.test/p', undefined],
  ])('the link %s leads to %s', (link, expected) => {
    expect(readDeprecation(new Headers({ deprecation: 'true', link }))?.link).toBe(expected)
  })
})
