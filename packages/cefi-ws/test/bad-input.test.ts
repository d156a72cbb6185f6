import { describe, expect, it, vi } from 'vitest'
import { createCefiWsClient } from '../src/client.ts'
import { auth, BTC, CLOSING, opened } from './support/start.ts'

const CLIENT = '78901985048264710'

/** What an error must be, by its class and code. */
const invalidRequest = { name: 'ValidationError', code: 'request_invalid' }
const unknownOption = { name: 'ConfigurationError', code: 'option_unknown' }
const invalidOption = { name: 'ConfigurationError', code: 'option_invalid' }

describe('a subscription that cannot be meant', () => {
  it.each([
    ['no items', { channel: 'DEPTH', items: [] }, invalidRequest],
    ['an item that is a number', { channel: 'DEPTH', items: [BTC, 7] }, invalidRequest],
    ['an item that is an object', { channel: 'DEPTH', items: [{ symbol: BTC }] }, invalidRequest],
    ['DROPCOPY and market data at once', { channel: ['DROPCOPY', 'DEPTH'], items: [CLIENT] }, invalidRequest],
    ['a client and a symbol at once', { channel: 'DROPCOPY', items: [CLIENT, BTC] }, invalidRequest],
    ['nothing at all', undefined, invalidOption],
    ['a misspelt option', { channel: 'DEPTH', items: [BTC], timeoutMS: 5 }, unknownOption],
    ['a time that is no number', { channel: 'DEPTH', items: [BTC], timeoutMs: Number.NaN }, invalidOption],
    ['a misspelt option of the buffer', { channel: 'DEPTH', items: [BTC], buffer: { size: 5 } }, unknownOption],
    ['a buffer for nothing', { channel: 'DEPTH', items: [BTC], buffer: { capacity: 0 } }, invalidOption],
    ['a policy that does not exist', { channel: 'DEPTH', items: [BTC], buffer: { policy: 'newest' } }, invalidOption],
    ['a switch in words', { channel: 'DEPTH', items: [BTC], signed: 'yes' }, invalidOption],
    ['a controller for a signal', { channel: 'DEPTH', items: [BTC], signal: new AbortController() }, invalidOption],
    ['DROPCOPY without credentials', { channel: 'DROPCOPY', items: [CLIENT], signed: false }, invalidOption],
  ])('because of %s rejects before anything is sent', async (_, request, error) => {
    const script = await opened({ auth })
    await expect(script.client.subscribe(request as never)).rejects.toMatchObject(error)
    await script.end(...CLOSING)
  })

  it('because it needs credentials, and the client has none, rejects before anything is sent', async () => {
    const script = await opened()
    const error = { name: 'CredentialError', code: 'credential_missing' }
    await expect(script.client.dropCopy([CLIENT])).rejects.toMatchObject(error)
    await expect(script.client.orderBook(BTC, { signed: true })).rejects.toMatchObject(error)
    await script.end(...CLOSING)
  })

  it('because of a symbol that the client does not know rejects before anything is sent, as a book does', async () => {
    const script = await opened({ symbols: new Set([BTC]) })
    await expect(script.client.subscribe({ channel: 'TRADE', items: [BTC, 'DOGE-PYUSD'] })).rejects.toMatchObject(
      invalidRequest,
    )
    await expect(script.client.orderBook('DOGE-PYUSD')).rejects.toMatchObject(invalidRequest)
    await script.end(...CLOSING)
  })
})

describe('an address that is no socket', () => {
  it.each(['http://127.0.0.1/api/v1', 'https://exchange.test/api/v1'])('opens none: %s', (url) => {
    const driver = vi.fn()
    expect(() => createCefiWsClient({ url, driver })).toThrow(expect.objectContaining(invalidOption))
    expect(driver).not.toHaveBeenCalled()
  })
})

describe('credentials that are none', () => {
  it.each([
    ['nothing', [undefined], invalidOption],
    ['a key of another kind', [{ kind: 'apiKey' }], invalidOption],
    ['a controller for a signal', [auth, { signal: new AbortController() }], invalidOption],
    ['a misspelt option', [auth, { timeoutMS: 5 }], unknownOption],
    ['a time that is no number', [auth, { timeoutMs: '5' }], invalidOption],
  ])('because of %s reject before anything is sent', async (_, given, error) => {
    const script = await opened()
    await expect(script.client.authenticate(...(given as [never]))).rejects.toMatchObject(error)
    await script.end(...CLOSING)
  })
})
