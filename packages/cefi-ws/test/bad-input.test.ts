import { describe, expect, it } from 'vitest'
import { auth, BTC, CLOSING, opened } from './support/start.ts'

describe('a subscription that cannot be meant', () => {
  it.each([
    ['a misspelt option', { channel: 'DEPTH', items: [BTC], timeoutMS: 5 }, 'option_unknown'],
    ['a time that is no number', { channel: 'DEPTH', items: [BTC], timeoutMs: Number.NaN }, 'option_invalid'],
    ['a misspelt option of the buffer', { channel: 'DEPTH', items: [BTC], buffer: { size: 5 } }, 'option_unknown'],
    ['a buffer for nothing', { channel: 'DEPTH', items: [BTC], buffer: { capacity: 0 } }, 'option_invalid'],
    [
      'a policy that does not exist',
      { channel: 'DEPTH', items: [BTC], buffer: { policy: 'newest' } },
      'option_invalid',
    ],
    ['a switch in words', { channel: 'DEPTH', items: [BTC], signed: 'yes' }, 'option_invalid'],
    ['a controller for a signal', { channel: 'DEPTH', items: [BTC], signal: new AbortController() }, 'option_invalid'],
    ['nothing at all', undefined, 'option_invalid'],
    ['no items', { channel: 'DEPTH', items: [] }, 'request_invalid'],
  ])('because of %s rejects before anything is sent', async (_, request, code) => {
    const script = await opened()
    await expect(script.client.subscribe(request as never)).rejects.toMatchObject({ code })
    await script.end(...CLOSING)
  })
})

describe('a symbol that the client does not know', () => {
  it('rejects before anything is sent, for a book as for a subscription', async () => {
    const script = await opened({ symbols: new Set([BTC]) })
    const refusal = { code: 'request_invalid' }
    await expect(script.client.subscribe({ channel: 'TRADE', items: [BTC, 'DOGE-PYUSD'] })).rejects.toMatchObject(
      refusal,
    )
    await expect(script.client.orderBook('DOGE-PYUSD')).rejects.toMatchObject(refusal)
    await script.end(...CLOSING)
  })
})

describe('credentials that are none', () => {
  it.each([
    ['nothing', [undefined], 'option_invalid'],
    ['a key of another kind', [{ kind: 'apiKey' }], 'option_invalid'],
    ['a controller for a signal', [auth, { signal: new AbortController() }], 'option_invalid'],
    ['a misspelt option', [auth, { timeoutMS: 5 }], 'option_unknown'],
    ['a time that is no number', [auth, { timeoutMs: '5' }], 'option_invalid'],
  ])('because of %s reject before anything is sent', async (_, given, code) => {
    const script = await opened()
    await expect(script.client.authenticate(...(given as [never]))).rejects.toMatchObject({ code })
    await script.end(...CLOSING)
  })
})
