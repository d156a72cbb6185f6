import { hmacKey } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import type { CefiWsClientOptions } from '../src/options.ts'
import { following, PARTING } from './support/following.ts'
import { confirmation, trade } from './support/frames.ts'
import { type Script, SECRET } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, ETH, opened } from './support/start.ts'

describe('trades at the change from one connection to the next', () => {
  it('are not taken for all there were when the old one does not answer', async () => {
    const { script } = await following()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([PARTING])
    await script.receive(trade('1', '101', '8'))
    await script.advance(4999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['close 1000', 'stale: disconnected', 'rotate', 'trade 101'])
    await script.on(0).end(...CLOSING)
  })

  it('are not waited for when the old one is silent already', async () => {
    const { script } = await following({ pingIntervalMs: 10_500, pongTimeoutMs: 2000 })
    await script.advance(500)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(1000)
    expect(await script.did()).toEqual(['state stale', 'stale: silence'])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual(['close 1000', 'state live', 'stale: disconnected', 'rotate'])
    await script.on(0).end(...CLOSING)
  })

  it('are not taken for all there were when the old one is lost before it has answered', async () => {
    const { script } = await following()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([PARTING])
    await script.on(0).drop(1006)
    expect(await script.did()).toEqual([
      'close 1000',
      'state reconnecting',
      'stale: disconnected',
      'disconnect 1006 lost, back in 500 ms',
    ])
    await script.end('state closed')
  })

  it('that were on their way when the next one was ready are not lost', async () => {
    const { script } = await following()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([PARTING])
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    await script.end(...CLOSING)
  })

  it.each<[string, object]>([
    ['a fault', confirmation('ERROR', ['TRADE', BTC])],
    ['a fault, without a list', { channel: 'WEBSOCKET', update: 'SNAPSHOT', status: 'ERROR' }],
    ['a refusal that nobody asked for', confirmation('UNAUTHORIZED', ['TRADE', BTC])],
    ['the status alone', { channel: 'WEBSOCKET', update: 'UPDATE', status: 'AUTHENTICATED' }],
    ['what is in force, unasked', { ...confirmation('AUTHENTICATED', ['TRADE', BTC]), update: 'UPDATE' }],
  ])('that are on their way behind %s are not lost: that is not the answer that is waited for', async (_, word) => {
    const { script } = await following()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([PARTING])
    await script.on(0).receive(word)
    expect(await script.did()).toEqual([])
    await script.receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toContain('rotate')
    await script.end(...CLOSING)
  })

  it('are given to a slow consumer only as fast as it takes them', async () => {
    const script = await opened({ auth, rotateAfterMs: 10_000, resolveSymbols: false })
    const trades = await confirmed(
      script,
      script.client.subscribe({ channel: 'TRADE', items: [BTC], buffer: { capacity: 8 } }),
    )
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    const prices = Array.from({ length: 20 }, (_, index) => String(100 + index))
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([PARTING])
    await script.on(1).receive(...prices.map((price) => trade('1', price)))
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect([await script.did(), trades.buffered]).toEqual([['close 1000', 'rotate', 'pause'], 4])
    const messages = trades[Symbol.asyncIterator]()
    for (const trade_price of prices) expect((await messages.next()).value).toMatchObject({ data: { trade_price } })
    expect(await script.did()).toEqual(['resume'])
    await script.end(...CLOSING)
  })

  it('are told to be missing when the next one is lost after the old one was asked to end one of them', async () => {
    const { script } = await following()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([PARTING])
    await script.on(1).drop(1006)
    expect(await script.did()).toEqual([])
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['stale: resubscribing', `send SUBSCRIBE TRADE ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]), trade('1', '100', '0'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.end(...CLOSING)
  })

  it('need not end where INSTRUMENT is subscribed beside them, whose answer says the same', async () => {
    const script = await opened({ auth, rotateAfterMs: 10_000 })
    const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    trades.on('stale', (reason) => script.note(`stale: ${reason}`))
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['INSTRUMENT', BTC], ['TRADE', BTC]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE INSTRUMENT ${BTC}`])
    await script.on(1).drop(1006)
    await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([`send SUBSCRIBE INSTRUMENT ${BTC}`])
    await script.end(...CLOSING)
  })

  it('wait for what is asked for meanwhile, which the next one begins after the old one: no trade comes out of order', async () => {
    const { script } = await following()
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [ETH] })
    const request = `send SUBSCRIBE TRADE ${ETH}`
    expect(await script.did()).toEqual([request])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([])
    await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', BTC, ETH]))
    await subscribing
    expect(await script.did()).toEqual([request])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC, ETH]))
    expect(await script.did()).toEqual([PARTING])
    await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', ETH]))
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    await script.end(...CLOSING)
  })

  it('are asked for on the next one while they wait on the old one to be asked for anew', async () => {
    const script = await opened({ auth, rotateAfterMs: 5000, resolveSymbols: false })
    await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    await confirmed(script, script.client.subscribe({ channel: 'INSTRUMENT', items: [ETH] }), ['TRADE', BTC])
    void script.client.authenticate(hmacKey({ organizationId: 'org', keyId: 'other', secret: SECRET })).catch(() => {})
    expect(await script.did()).toEqual([`send UNSUBSCRIBE INSTRUMENT ${ETH}`])
    await script.advance(5000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE INSTRUMENT ${ETH}`])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['INSTRUMENT', ETH]))
    expect(await script.did()).toEqual([`send SUBSCRIBE TRADE ${BTC}`])
    await script.end('close 1000', ...CLOSING)
  })

  it('that nobody confirms on the old one are asked for on the next one', async () => {
    const { script } = await following()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([PARTING])
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [ETH] })
    expect(await script.did()).toEqual([])
    await script.advance(5000)
    expect(await script.did()).toEqual(['close 1000', 'stale: disconnected', 'rotate', `send SUBSCRIBE TRADE ${ETH}`])
    await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', BTC, ETH]))
    await expect(subscribing).resolves.toMatchObject({ items: [ETH] })
    await script.end(...CLOSING)
  })

  it('that are given up while the old one is to answer are not asked for again when it does not', async () => {
    const { script, trades } = await following({ requestTimeoutMs: 3000 })
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([PARTING])
    trades.close()
    const request = `send UNSUBSCRIBE TRADE ${BTC}`
    expect(await script.did()).toEqual([request])
    await script.receive(confirmation('AUTHENTICATED'))
    await script.advance(3000)
    expect(await script.did()).toEqual([`lingering TRADE ${BTC} unanswered`, request])
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual([])
    await script.end('close 1000', ...CLOSING)
  })
})

describe('trades of a connection without credentials, which come in batches', () => {
  const both = confirmation('UNAUTHENTICATED', ['TRADE', BTC])
  const parting = `send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`

  /** The next connection has everything. */
  async function ready(more: CefiWsClientOptions = {}): Promise<Script> {
    const { script } = await following({ auth: undefined, ...more })
    await script.on(1).receive(both)
    expect(await script.did()).toEqual([])
    return script
  }

  it('are waited for: the server may have told the one before the next connection began to nobody yet', async () => {
    const script = await ready()
    await script.advance(1000)
    await script.on(0).receive(trade('1', '100'), trade('1', '101'))
    expect(await script.did()).toEqual(['trade 100', 'trade 101'])
    await script.on(1).receive(trade('1', '101'), trade('1', '102'))
    await script.advance(999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual([parting])
    await script.on(0).receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'trade 102'])
    await script.end(...CLOSING)
  })

  it('are not taken for all there were when the old one falls silent meanwhile', async () => {
    const script = await ready({ pingIntervalMs: 10_500, pongTimeoutMs: 2000 })
    await script.advance(500)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(1000)
    expect(await script.did()).toEqual(['state stale', 'stale: silence'])
    await script.advance(500)
    expect(await script.did()).toEqual(['close 1000', 'state live', 'stale: disconnected', 'rotate'])
    await script.on(0).end(...CLOSING)
  })

  it('are waited for anew when more of them are asked for meanwhile', async () => {
    const script = await ready()
    const more = confirmation('UNAUTHENTICATED', ['TRADE', BTC, ETH])
    await script.advance(1900)
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH TRADE ${ETH}`])
    await script.on(0).receive(more)
    await subscribing
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH TRADE ${ETH}`])
    await script.on(1).receive(more)
    await script.advance(1999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual([parting])
    await script.on(0).receive(confirmation('UNAUTHENTICATED', ['TRADE', ETH]))
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    await script.end(...CLOSING)
  })

  it('are no reason to wait for a client that is closed', async () => {
    const script = await ready()
    expect(script.client.state).toBe('live')
    await script.end('close 1000', ...CLOSING)
  })
})
