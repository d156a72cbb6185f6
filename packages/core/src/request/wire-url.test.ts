import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createUrlResolver } from './wire-url.ts'

const BASES = ['https://api.example.test/v1/cefi', 'https://api.example.test', 'http://127.0.0.1:4010/v1/gateway/']
const parsed = (text: string) => {
  const { href, pathname, search } = new URL(text)
  return { href, path: pathname, query: search.slice(1) }
}

describe('the URL that is signed is the one that fetch sends', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '/',
      '.',
      '..',
      '%2e',
      '%2E',
      '?',
      '#',
      '&',
      '=',
      '%',
      '%41',
      "'",
      '"',
      '\\',
      ' ',
      '\t',
      '@',
      '//',
      ':',
    ),
    fc.string({ maxLength: 4, unit: 'binary' }),
    fc.string({ maxLength: 4 }).map(encodeURIComponent),
  )
  const paths = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`)

  test.each(BASES)('for any path after %s', (text) => {
    const base = new URL(text)
    const resolve = createUrlResolver(base)
    fc.assert(
      fc.property(paths, (path) => {
        const url = `${text.replace(/\/$/, '')}${path}`
        expect(resolve(url)).toEqual(parsed(url))
      }),
      { numRuns: 3000 },
    )
  })
})

test('a host that is as long as the one of the base, or begins like it, is another origin', () => {
  const resolve = createUrlResolver(new URL('https://api.example.test'))
  for (const url of [
    'https://bad.example.test/x',
    'https://api.example.test.evil.test/x',
    'https://api.example.test@evil.test/x',
    'https://api.example.test:8443/x',
    'https://bad example.test/x',
    '//',
  ])
    expect(() => resolve(url)).toThrow(expect.objectContaining({ code: 'origin_refused' }))
})

test.each(['orders/7?x=1', '/orders/7?x=1'])('the relative URL %s is resolved below the base', (url) => {
  const under = (base: string) => createUrlResolver(new URL(base))(url)
  expect(under('https://api.example.test/v1')).toEqual({
    href: 'https://api.example.test/v1/orders/7?x=1',
    path: '/v1/orders/7',
    query: 'x=1',
  })
  expect(under('https://api.example.test').path).toBe('/orders/7')
})
