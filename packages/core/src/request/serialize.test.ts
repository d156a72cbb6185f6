import { describe, expect, test } from 'vitest'
import { serializeBody, serializePath, serializeQuery } from './serialize.ts'

describe('a path parameter', () => {
  test.each<[unknown, string]>([
    ['123456789012345678', '/orders/123456789012345678'],
    [123456789012345678n, '/orders/123456789012345678'],
    [7, '/orders/7'],
    ['a/b', '/orders/a%2Fb'],
    ['%2e%2e', '/orders/%252e%252e'],
    ['?x=1#y', '/orders/%3Fx%3D1%23y'],
    ['ünï\u{1f600}', '/orders/%C3%BCn%C3%AF%F0%9F%98%80'],
  ])('%s stays one segment', (id, path) => {
    expect(serializePath('/orders/{id}', { id })).toBe(path)
    expect(new URL(`https://a.test${path}`).pathname).toBe(path)
  })

  test.each([undefined, null, '', '.', '..', true, {}, ['7']])('%j is refused', (id) => {
    expect(() => serializePath('/orders/{id}', { id })).toThrow(
      expect.objectContaining({ code: 'path_parameter_refused', attempts: 0 }),
    )
  })

  test.each([
    // An id of 18 digits written as a number is another order's id by the time we see it.
    [Number('123456789012345678'), 'must be a string: this number is not exact'],
    [1e21, 'must be a string: this number is not exact'],
    [Number.NaN, 'must be a string: this number is not exact'],
    ['\ud800', 'must be well-formed text or JSON'],
  ])('%s has no exact text', (id, message) => {
    expect(() => serializePath('/orders/{id}', { id })).toThrow(
      expect.objectContaining({ code: 'request_invalid', violations: [{ path: 'path/id', message }] }),
    )
  })
})

describe('a query', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ a: 'x y&z=+', b: undefined, c: null, d: 0, e: false }, 'a=x%20y%26z%3D%2B&d=0&e=false'],
    [{ 'a[]': [1, 'b,c'] }, 'a%5B%5D=1&a%5B%5D=b%2Cc'],
    [{ b: { c: 1 } }, 'b=%7B%22c%22%3A1%7D'],
    [{ a: [] }, ''],
    [{ a: [undefined, 'x', null] }, 'a=x'],
    [{ at: 1752156263825281640n }, 'at=1752156263825281640'],
    [{ at: new Date(0) }, 'at=1970-01-01T00%3A00%3A00.000Z'],
  ])('%o is written as %s', (query, text) => {
    expect(serializeQuery(query)).toBe(text)
  })

  test.each<[unknown, string]>([
    [['BTC', 'a,b'], 'in=BTC,a%2Cb&out=1&out=2'],
    ['BTC', 'in=BTC&out=1&out=2'],
    [[], 'out=1&out=2'],
  ])('has the list %j between commas where the contract has it so', (list, text) => {
    expect(serializeQuery({ in: list, out: [1, 2] }, ['in'])).toBe(text)
  })

  test.each([
    Number('1752156263825281640'),
    Number.POSITIVE_INFINITY,
    '\udc00',
    { a: 1n },
    new Date(Number.NaN),
    () => 'a',
    Symbol('a'),
  ])('has no exact text for %o', (value) => {
    expect(() => serializeQuery({ from: value })).toThrow(
      expect.objectContaining({
        code: 'request_invalid',
        message: expect.stringMatching(/^The request was not sent: query\/from must be /) as unknown,
        violations: [expect.objectContaining({ path: 'query/from' })],
      }),
    )
  })
})

describe('a body', () => {
  const cycle: { self?: object } = {}
  cycle.self = cycle

  test.each<[unknown, string]>([
    [{ qty: '1', note: undefined }, '{"qty":"1"}'],
    [{}, '{}'],
    [Object.create(null), '{}'],
    [[], '[]'],
    ['1', '"1"'],
    [{ toJSON: () => ({ qty: '1' }) }, '{"qty":"1"}'],
  ])('%o is written as %s', (body, text) => {
    expect(serializeBody(body)).toBe(text)
  })

  test.each([
    { qty: 1n },
    cycle,
    () => ({}),
    Symbol('a'),
    new Map([['qty', '1']]),
    new URLSearchParams({ qty: '1' }),
    Promise.resolve({ qty: '1' }),
  ])('is not sent empty for %o', (body) => {
    expect(() => serializeBody(body)).toThrow(
      expect.objectContaining({ code: 'request_invalid', violations: [expect.objectContaining({ path: 'body' })] }),
    )
  })
})
