import { ConfigurationError, CredentialError, ValidationError } from '@truemarkets/core'
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
    expect(() => checkItems(channel, items)).toThrow(`subscribe was not sent: ${path} must be`)
  })
})

describe('a client that knows the symbols', () => {
  const symbols = new Map([['BTC-PYUSD', '78901949723181070']])

  it.each(['INSTRUMENT', 'EBBO', 'DEPTH', 'TRADE'])(
    'takes those for %s, and refuses others with the one that is near',
    (channel) => {
      expect(checkItems(channel, ['BTC-PYUSD'], symbols)).toEqual(['BTC-PYUSD'])
      const message = 'must be among the symbols of the client, and BTC-PYSUD is not; BTC-PYUSD is'
      expect(() => checkItems(channel, ['BTC-PYUSD', 'BTC-PYSUD'], symbols)).toThrow(
        expect.objectContaining({ code: 'request_invalid', violations: [{ path: 'items', message }] }),
      )
    },
  )

  it('names no other where none is near', () => {
    const message = 'must be among the symbols of the client, and XRP is not'
    expect(() => checkItems('DEPTH', ['XRP'], symbols)).toThrow(
      expect.objectContaining({ violations: [{ path: 'items', message }] }),
    )
  })

  it('follows a set that grows', () => {
    const growing = new Set(['BTC-PYUSD'])
    expect(() => checkItems('DEPTH', ['ETH-PYUSD'], growing)).toThrow(ValidationError)
    growing.add('ETH-PYUSD')
    expect(checkItems('DEPTH', ['ETH-PYUSD'], growing)).toEqual(['ETH-PYUSD'])
  })

  it('asks nothing of client ids', () => {
    expect(checkItems('DROPCOPY', ['78901985048264710'], symbols)).toEqual(['78901985048264710'])
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
