import { ConfigurationError, CredentialError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { checkItems, resolveSigned } from './items.ts'

describe('what a subscription asks for', () => {
  it('is taken once for each item', () => {
    expect(checkItems('DEPTH', ['A', 'B', 'A'])).toEqual(['A', 'B'])
  })

  it.each([
    ['an unknown channel', 'NEWS', ['A'], 'channel'],
    ['no channel', undefined, ['A'], 'channel'],
    ['the channel of the connection itself', 'WEBSOCKET', ['A'], 'channel'],
    ['no items', 'DEPTH', [], 'items'],
    ['no list of items', 'DEPTH', 'A', 'items'],
    ['an item that is a number', 'DEPTH', ['A', 7], 'items'],
    ['an item that is empty', 'DEPTH', [''], 'items'],
    ['a symbol in place of a client id', 'DROPCOPY', ['BTC-PYUSD'], 'items'],
    ['client ids mixed with symbols', 'DROPCOPY', ['78901985048264710', 'BTC-PYUSD'], 'items'],
  ])('is refused with %s', (_, channel, items, path) => {
    const violations = [expect.objectContaining({ path })]
    expect(() => checkItems(channel, items)).toThrow(expect.objectContaining({ name: 'ValidationError', violations }))
  })
})

describe('the credentials of a subscription', () => {
  it.each([
    ['DEPTH', undefined, true, true],
    ['DEPTH', undefined, false, false],
    ['DEPTH', false, true, false],
    ['DROPCOPY', undefined, true, true],
  ])('for %s with signed: %s, on a client that has a key: %s, are sent: %s', (channel, asked, has, signed) => {
    expect(resolveSigned(channel, asked, has)).toBe(signed)
  })

  it('are missed for DROPCOPY, and where they are asked for', () => {
    expect(() => resolveSigned('DROPCOPY', undefined, false)).toThrow(CredentialError)
    expect(() => resolveSigned('DEPTH', true, false)).toThrow(CredentialError)
  })

  it('cannot be left out for DROPCOPY', () => {
    expect(() => resolveSigned('DROPCOPY', false, true)).toThrow(ConfigurationError)
  })
})
