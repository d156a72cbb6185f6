import { hmacKey } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { complete, confirmation, depthSnapshot, depthUpdate, instrument, trade, WELCOME } from './support/frames.ts'
import { Script, SECRET } from './support/script.ts'

const auth = hmacKey({ organizationId: 'org', keyId: 'key', secret: SECRET })
const BTC = '78901949723181070'

async function opened(options: ConstructorParameters<typeof Script>[0] = {}): Promise<Script> {
  const script = new Script(options)
  expect(await script.did()).toEqual(['connect'])
  await script.open()
  expect(await script.did()).toEqual(['state open'])
  return script
}

describe('subscribing', () => {
  it('resolves when the server lists every item, and then delivers', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: ['BTC-PYUSD'] })
    expect(await script.did()).toEqual(['send SUBSCRIBE_NO_AUTH INSTRUMENT+TRADE BTC-PYUSD'])
    await script.receive(confirmation('UNAUTHENTICATED', ['INSTRUMENT', 'BTC-PYUSD'], ['TRADE', 'BTC-PYUSD']))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    const trades = await subscribing
    trades.on('message', (message, item) => {
      if (message.channel === 'TRADE' && message.update === 'UPDATE')
        script.note(`${item} ${message.data?.trade_price}`)
    })
    await script.receive(instrument('BTC-PYUSD', BTC), trade(BTC, '100.5'))
    expect(await script.did()).toEqual(['BTC-PYUSD 100.5'])
    expect(script.client.symbolOf(BTC)).toBe('BTC-PYUSD')
    await script.end('state closed', 'close 1000')
  })

  it('keeps a book from a signed DEPTH subscription', async () => {
    const script = await opened({ auth })
    await script.receive(WELCOME)
    expect(await script.did()).toEqual(['state live'])
    const opening = script.client.orderBook('BTC-PYUSD')
    expect(await script.did()).toEqual(['send SUBSCRIBE DEPTH BTC-PYUSD', 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', 'BTC-PYUSD']))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    const book = await opening
    expect(book.state).toBe('syncing')
    await script.receive(depthSnapshot('BTC-PYUSD', [['99', '1']], [['101', '2']], '7'))
    expect(book.state).toBe('syncing')
    await script.receive(complete('DEPTH', 'BTC-PYUSD'))
    expect(book.state).toBe('live')
    await script.receive(depthUpdate('BTC-PYUSD', [['100', '3']], [['101', '0']], '7'))
    expect(book.depth(5)).toMatchObject({ bids: [{ price: '100' }, { price: '99' }], asks: [] })
    await script.end('state closed', 'close 1000')
    expect(book.state).toBe('stale')
  })
})
