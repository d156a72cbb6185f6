import { describe, expect, it } from 'vitest'
import type { CefiWsClientOptions } from '../src/options.ts'
import { complete, confirmation, depthSnapshot, trade } from './support/frames.ts'
import { type Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, opened, withBook } from './support/start.ts'

describe('a connection whose age is up', () => {
  const options = { auth, rotateAfterMs: 20_000, pingIntervalMs: 20_000 } as const

  it('and that has gone silent hands no book over as live: only the snapshot of the next one makes it so', async () => {
    const { script, book } = await withBook({ ...options, rotateAfterMs: 24_000 })
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(4000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.advance(1000)
    expect(await script.did()).toEqual(['state stale', 'book stale: silence'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect([await script.did(), book.state]).toEqual([[], 'stale'])
    await script.receive(depthSnapshot(BTC, [['97', '1']], [], '500'))
    expect(await script.did()).toEqual(['close 1000', 'state live', 'rotate', 'book syncing'])
    await script.on(0).receive(complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('and that has never said a word is followed by one that is live', async () => {
    const script = await opened({ rotateAfterMs: 5000 })
    const subscribing = script.client.subscribe({ channel: 'EBBO', items: [BTC] })
    await script.did()
    await script.advance(5000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('UNAUTHENTICATED', ['INSTRUMENT', BTC], ['EBBO', BTC]))
    await subscribing
    expect(await script.did()).toEqual(['close 1000', 'state live', 'status UNAUTHENTICATED', 'rotate'])
    await script.on(0).end(...CLOSING)
  })

  it('is kept while a slow consumer holds it up, so that nothing piles up behind it', async () => {
    const script = await opened({ ...options, resolveSymbols: false, buffer: { capacity: 8 } })
    const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    await script.receive(...['1', '2', '3', '4'].map((price) => trade('1', price)))
    expect(await script.did()).toEqual(['pause'])
    await script.advance(20_000)
    expect(await script.did()).toEqual(['state stale'])
    trades.close()
    expect(await script.did()).toEqual(['resume', 'ping', `send UNSUBSCRIBE TRADE ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED'))
    await script.pong()
    expect(await script.did()).toEqual(['state live'])
    await script.advance(19_999)
    await script.did()
    await script.advance(1)
    expect(await script.did()).toContain('connect')
    await script.client.close()
  })
})

describe('the next connection', () => {
  /** A client that follows trades with a small buffer, and whose next connection is to be made. */
  async function due(more: CefiWsClientOptions = {}): Promise<Script> {
    const options = { auth, rotateAfterMs: 10_000, resolveSymbols: false, buffer: { capacity: 8 } }
    const script = await opened({ ...options, ...more })
    await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    return script
  }

  it('is given up for now when it tells more than the buffers could take before it is confirmed', async () => {
    const script = await due()
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE TRADE ${BTC}`])
    await script.on(1).receive(...['1', '2', '3', '4'].map((price) => trade('1', price)))
    expect(await script.did()).toEqual([])
    await script.on(1).receive(trade('1', '5'))
    expect([await script.did(), script.client.state]).toEqual([['close 1000'], 'live'])
    await script.on(0).end(...CLOSING)
  })

  it('is given up for now when a consumer falls behind, and tried again when the time is up again', async () => {
    const script = await due()
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE TRADE ${BTC}`])
    await script.on(0).receive(...['1', '2', '3', '4'].map((price) => trade('1', price)))
    expect(await script.did()).toEqual(['pause', 'close 1000'])
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale'])
    // Nobody reads yet when the time is up again.
    await script.advance(5000)
    await script.end('state closed', 'resume', 'close 1000')
  })

  it.each([
    ['sends what nobody can read', (script: Script) => script.on(1).receive('{')],
    ['does not answer', (script: Script) => script.advance(3000)],
  ])('that %s is given up for now', async (_, fault) => {
    const script = await due({ requestTimeoutMs: 3000, pingIntervalMs: 1_000_000 })
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE TRADE ${BTC}`])
    await fault(script)
    expect([await script.did(), script.client.state]).toEqual([['close 1000'], 'live'])
    await script.on(0).advance(9999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['connect'])
    await script.end('terminate', ...CLOSING)
  })

  it('that sends a book no snapshot is given up for now, so that there are not two for good', async () => {
    const { script, book } = await withBook({ auth, rotateAfterMs: 10_000, pingIntervalMs: 1_000_000 })
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await script.on(0).advance(9999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect([await script.did(), book.state]).toEqual([['close 1000'], 'live'])
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.end('terminate', ...CLOSING, 'book stale: ended')
  })

  it('that has sent the snapshot is given the time that its take-over takes, be that more than a snapshot may take', async () => {
    const { script } = await withBook({ rotateAfterMs: 10_000, requestTimeoutMs: 1500, resolveSymbols: false })
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await script.did()
    const both = confirmation('UNAUTHENTICATED', ['DEPTH', BTC], ['TRADE', BTC])
    await script.receive(both)
    await subscribing
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH+TRADE ${BTC}`])
    await script.on(1).receive(both)
    await script.advance(100)
    await script.receive(depthSnapshot(BTC, [['97', '1']], [], '500'))
    // The last batch of the one in use is waited for.
    await script.advance(2000)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.on(0).receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'book syncing'])
    await script.on(0).end(...CLOSING, 'book stale: ended')
  })

  it('that was not heard for too long is given up for now: it may be as dead as it is fresh', async () => {
    const { script, book } = await withBook({ auth, rotateAfterMs: 10_000, requestTimeoutMs: 60_000 })
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.on(0).advance(10_000)
    expect(await script.did()).toEqual(['ping'])
    await script.pong()
    await script.advance(10_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(5000)
    expect([await script.did(), book.state]).toEqual([['close 1000'], 'live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('that cannot be made is tried again when the time is up again', async () => {
    const script = await due()
    script.failNextConnect()
    await script.advance(10_000)
    expect([await script.did(), script.client.state]).toEqual([[], 'live'])
    await script.advance(10_000)
    expect(await script.did()).toEqual(['ping', 'connect'])
    await script.end('terminate', ...CLOSING)
  })
})
