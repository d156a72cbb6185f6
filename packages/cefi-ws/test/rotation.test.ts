import { hmacKey } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import type { CefiWsClientOptions } from '../src/options.ts'
import { complete, confirmation, depthSnapshot, depthUpdate, trade } from './support/frames.ts'
import { type Script, SECRET } from './support/script.ts'
import { auth, BTC, CLOSING, ETH, opened, withBook } from './support/start.ts'

/** Old enough to be replaced before the first ping. */
const options = { auth, rotateAfterMs: 10_000 } as const

/** A client with one book, whose next connection has just been opened beside the present one. */
async function rotating(): ReturnType<typeof withBook> {
  const { script, book } = await withBook(options)
  await script.advance(10_000)
  expect(await script.did()).toEqual(['connect'])
  await script.on(1).open()
  expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
  return { script, book }
}

/** A request whose answer comes after everything that the one in use has told. */
const ECHO = `send SUBSCRIBE TRADE ${BTC}`

/** The next connection has everything: the one in use answers once more, and is left. */
async function isLeft(script: Script): Promise<void> {
  expect(await script.did()).toEqual([ECHO])
  await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
  expect(await script.did()).toEqual(['close 1000', 'rotate'])
}

describe('a connection that has reached its age', () => {
  it('is left once the next one has everything, and the book goes on from there', async () => {
    const { script, book } = await rotating()
    await script.on(0).receive(depthUpdate(BTC, [['98', '1']], [], '11'))
    expect([book.state, book.depth(2).bids.length]).toEqual(['live', 2])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    // Without the snapshot the book would read as live, and nobody would tell it of changes.
    expect([await script.did(), book.state]).toEqual([[], 'live'])
    await script.on(1).receive(depthSnapshot(BTC, [['97', '1']], [['101', '1']], '500'))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'book syncing'])
    await script.on(0).receive(complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    await script.receive(depthUpdate(BTC, [['96', '1']], [], '501'))
    expect(book.depth(5).bids.map(({ price }) => price)).toEqual(['97', '96'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('hands its credentials on: a gap on the next one is a gap', async () => {
    const { script } = await rotating()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]), depthSnapshot(BTC, [], [], '500'))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'book syncing'])
    await script.on(0).receive(complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    await script.receive(depthUpdate(BTC, [], [], '503'))
    expect(await script.did()).toEqual(['gap DEPTH 500..503', 'book stale: gap', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('is waited for when the client is closed before it is gone', async () => {
    const { script } = await rotating()
    script.ignoreClose()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]), depthSnapshot(BTC, [], [], '500'))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'book syncing'])
    const closing = script.client.close()
    expect(await script.did()).toEqual([...CLOSING, 'book stale: ended'])
    await script.advance(2000)
    expect(await script.did()).toEqual(['terminate', 'terminate'])
    await closing
    await script.end()
  })

  it('is told by the next one what is asked for while that one is being opened', async () => {
    const { script } = await withBook(options)
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${ETH}`])
    await script.on(0).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC, ETH]))
    await subscribing
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}+${ETH}`])
    await script.end('close 1000', ...CLOSING, 'book stale: ended')
  })

  it('is kept when the key is changed meanwhile: the next one has signed with the one before', async () => {
    const { script } = await rotating()
    const upgrading = script.client.authenticate(hmacKey({ organizationId: 'org', keyId: 'other', secret: SECRET }))
    expect(await script.did()).toEqual(['close 1000', `send UNSUBSCRIBE DEPTH ${BTC}`, 'book stale: resubscribing'])
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await upgrading
    await script.receive(depthSnapshot(BTC, [], [], '11'), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book syncing', 'book live'])
    await script.advance(10_000)
    expect(await script.did()).toContain('connect')
    await script.end('terminate', ...CLOSING, 'book stale: ended')
  })

  it('leaves no subscription waiting that the next one confirms in its place', async () => {
    const { script } = await rotating()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${ETH}`])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${ETH}`])
    await script.receive(depthSnapshot(BTC, [], [], '500'), confirmation('AUTHENTICATED', ['DEPTH', BTC, ETH]))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'book syncing'])
    await expect(subscribing).resolves.toMatchObject({ items: [ETH] })
    await script.on(0).end(...CLOSING, 'book stale: ended')
  })

  it('is kept when the next one cannot be made, until the time is up again', async () => {
    const { script, book } = await withBook(options)
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).drop(1013)
    expect([await script.did(), book.state]).toEqual([[], 'live'])
    await script.advance(9999)
    await script.on(0).pong()
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is kept when the next one refuses what is wanted', async () => {
    const { script, book } = await rotating()
    await script.on(1).receive(confirmation('UNAUTHORIZED'))
    expect([await script.did(), book.state]).toEqual([['close 1000'], 'live'])
    await script.on(0).end(...CLOSING, 'book stale: ended')
  })

  it('can be lost meanwhile: then the next one is made from the beginning', async () => {
    const { script } = await rotating()
    await script.on(0).drop(1006)
    expect(await script.did()).toEqual([
      'close 1000',
      'state reconnecting',
      'book stale: disconnected',
      'disconnect 1006 lost, back in 500 ms',
    ])
    await script.end('state closed')
  })

  it('takes along what it was still to ask for: on the next one it is fresh anyway', async () => {
    const { script } = await withBook({ auth, rotateAfterMs: 1000, pingIntervalMs: 1_000_000 })
    const expired = { ...confirmation('UNAUTHENTICATED'), update: 'UPDATE' }
    for (const waitMs of [0, 500]) {
      await script.receive(expired)
      await script.did()
      await script.advance(waitMs)
      await script.did()
      await script.receive(confirmation('AUTHENTICATED'))
      await script.did()
      await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]), depthSnapshot(BTC, [], []))
      await script.did()
    }
    // The third time waits for a second.
    await script.receive(expired)
    await script.did()
    await script.advance(500)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]), depthSnapshot(BTC, [], []))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'book syncing'])
    await script.on(0).receive(complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    await script.advance(5000)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('keeps its state while the next one authenticates, and is closed together with it', async () => {
    const { script } = await rotating()
    expect(script.client.state).toBe('live')
    await script.end('close 1000', 'state closed', 'close 1000', 'book stale: ended')
  })
})

describe('trades that both connections tell', () => {
  /** A client that follows trades and notes them, whose next connection is about to be confirmed. */
  async function following(): Promise<Script> {
    const script = await opened({ ...options, resolveSymbols: false })
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    const trades = await subscribing
    trades.on('stale', (reason) => script.note(`stale: ${reason}`))
    trades.on('message', (message) => {
      if (message.channel === 'TRADE' && message.update === 'UPDATE') script.note(`trade ${message.data?.trade_price}`)
    })
    await script.did()
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    return script
  }

  it('are delivered once, whichever tells them first', async () => {
    const script = await following()
    await script.on(0).receive(trade('1', '100', '7'), trade('1', '101', '8'))
    expect(await script.did()).toEqual(['trade 100', 'trade 101'])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).receive(trade('1', '101', '0'), trade('1', '102', '1'))
    expect(await script.did()).toEqual(['trade 102'])
    await script.end(...CLOSING)
  })

  it('are not taken for all there were when the old one does not answer', async () => {
    const script = await following()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([ECHO])
    await script.receive(trade('1', '101', '8'))
    await script.advance(4999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['close 1000', 'stale: disconnected', 'rotate', 'trade 101'])
    await script.on(0).end(...CLOSING)
  })

  it('are not taken for all there were when the old one is lost before it has answered', async () => {
    const script = await following()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([ECHO])
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
    const script = await following()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([ECHO])
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    await script.end(...CLOSING)
  })

  it('wait for what is asked for meanwhile, which the next one begins after the old one: no trade comes out of order', async () => {
    const script = await following()
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [ETH] })
    const request = `send SUBSCRIBE TRADE ${ETH}`
    expect(await script.did()).toEqual([request])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([])
    await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', BTC, ETH]))
    await subscribing
    expect(await script.did()).toEqual([request, ECHO])
    await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', BTC, ETH]))
    // The next one is not through with it yet.
    expect(await script.did()).toEqual([])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC, ETH]))
    expect(await script.did()).toEqual([ECHO])
    await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', BTC, ETH]))
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    await script.end(...CLOSING)
  })

  it('that nobody confirms on the old one are asked for on the next one', async () => {
    const script = await following()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([ECHO])
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [ETH] })
    expect(await script.did()).toEqual([])
    await script.advance(5000)
    expect(await script.did()).toEqual(['close 1000', 'stale: disconnected', 'rotate', `send SUBSCRIBE TRADE ${ETH}`])
    await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', BTC, ETH]))
    await expect(subscribing).resolves.toMatchObject({ items: [ETH] })
    await script.end(...CLOSING)
  })

  it('that are given up while the old one is to answer are not asked for again when it does not', async () => {
    const script = await opened({ ...options, resolveSymbols: false, requestTimeoutMs: 3000 })
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    const trades = await subscribing
    await script.did()
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([ECHO])
    trades.close()
    const request = `send UNSUBSCRIBE TRADE ${BTC}`
    expect(await script.did()).toEqual([request])
    await script.receive(confirmation('AUTHENTICATED'))
    await script.advance(3000)
    expect(await script.did()).toEqual([request])
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual([])
    await script.end('close 1000', ...CLOSING)
  })

  it('of an attempt that failed are not held against the next one', async () => {
    const script = await following()
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.on(1).drop(1013)
    await script.on(0).advance(10_000)
    expect(await script.did()).toEqual(['ping', 'connect'])
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).receive(trade('1', '100', '0'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.end(...CLOSING)
  })

  it('of a connection that is left already are not delivered, not even with the next change', async () => {
    const script = await following()
    script.ignoreClose()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual([])
    await script.advance(2000)
    expect(await script.did()).toEqual(['terminate'])
    await script.advance(18_000)
    expect(await script.did()).toEqual(['ping', 'connect'])
    await script.pong()
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.advance(2000)
    expect(await script.did()).toEqual(['terminate'])
    const closing = script.on(0).client.close()
    expect(await script.did()).toEqual([...CLOSING])
    await script.advance(2000)
    expect(await script.did()).toEqual(['terminate'])
    await closing
    await script.end()
  })

  it('are only left out as often as they were told', async () => {
    const script = await following()
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).receive(trade('1', '100', '0'), trade('1', '100', '1'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.end(...CLOSING)
  })

  it('are delivered again when the overlap is long past', async () => {
    const script = await following()
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.advance(10_000)
    await script.on(0).receive(trade('1', '100', '0'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.end(...CLOSING)
  })
})

describe('trades of a connection without credentials, which come in batches', () => {
  const request = `send SUBSCRIBE_NO_AUTH TRADE ${BTC}`
  const confirmed = confirmation('UNAUTHENTICATED', ['TRADE', BTC])

  /** A client that follows trades and notes them, whose next connection has everything, and whose old one has answered. */
  async function answered(more: CefiWsClientOptions = {}): Promise<Script> {
    const script = await opened({ rotateAfterMs: 10_000, resolveSymbols: false, ...more })
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await script.did()
    await script.receive(confirmed)
    const trades = await subscribing
    trades.on('stale', (reason) => script.note(`stale: ${reason}`))
    trades.on('message', (message) => {
      if (message.channel === 'TRADE' && message.update === 'UPDATE') script.note(`trade ${message.data?.trade_price}`)
    })
    await script.did()
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmed)
    expect(await script.did()).toEqual([request])
    await script.on(0).receive(confirmed)
    expect(await script.did()).toEqual([])
    return script
  }

  it('are waited for: the server may have told the one before the next connection began to nobody yet', async () => {
    const script = await answered()
    await script.advance(1000)
    await script.on(0).receive(trade('1', '100'), trade('1', '101'))
    expect(await script.did()).toEqual(['trade 100', 'trade 101'])
    await script.on(1).receive(trade('1', '101'), trade('1', '102'))
    await script.advance(999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'trade 102'])
    await script.on(0).end(...CLOSING)
  })

  it('are not taken for all there were when the old one falls silent meanwhile', async () => {
    const script = await answered({ pingIntervalMs: 10_500, pongTimeoutMs: 2000 })
    await script.advance(500)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(1000)
    expect(await script.did()).toEqual(['state stale', 'stale: silence'])
    await script.advance(500)
    expect(await script.did()).toEqual(['close 1000', 'state live', 'stale: disconnected', 'rotate'])
    await script.on(0).end(...CLOSING)
  })

  it('are no reason to wait for a client that is closed', async () => {
    const script = await answered()
    expect(script.client.state).toBe('live')
    await script.end('close 1000', ...CLOSING)
  })
})
