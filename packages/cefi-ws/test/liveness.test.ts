import { describe, expect, it } from 'vitest'
import { confirmation, depthUpdate, trade } from './support/frames.ts'
import { auth, BTC, CLOSING, opened, withBook } from './support/start.ts'

const NO_PING = { ping: false, pause: false }

describe('a socket that died without a close frame', () => {
  it('makes books stale at half of the pong timeout, and is replaced at the whole of it', async () => {
    const { script, book } = await withBook({ pingIntervalMs: 20_000 })
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale', 'book stale: silence'])
    await script.advance(4999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    // 20 s and 10 s: within one and a half intervals of the last sign of life.
    expect(await script.did()).toEqual([
      'terminate',
      'state reconnecting',
      'disconnect 1006 lost: no sign of life, back in 500 ms',
    ])
    expect(book.state).toBe('stale')
    await script.end('state closed')
  })

  it('is a false alarm when the pong is only late: the book was right all along', async () => {
    const { script, book } = await withBook()
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale', 'book stale: silence'])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'book live'])
    expect(book.bestBid?.price).toBe('99')
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is looked for again one interval after the last ping, though the pong was late', async () => {
    const { script } = await withBook()
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(7000)
    expect(await script.did()).toEqual(['state stale', 'book stale: silence'])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.advance(12_999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['ping'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is a false alarm when data comes in place of the pong', async () => {
    const { script } = await withBook()
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale', 'book stale: silence'])
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '11'))
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is a false alarm when a frame comes that nobody can read, whatever that makes of the book', async () => {
    const { script } = await withBook()
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale', 'book stale: silence'])
    await script.receiveBinary()
    expect(await script.did()).toEqual([
      'state live',
      'book live',
      'violation binary',
      'book stale: corrupt',
      `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`,
    ])
    await script.end(...CLOSING)
  })

  it('is not suspected while pongs come', async () => {
    const { script } = await withBook()
    for (let round = 0; round < 5; round++) {
      await script.advance(20_000)
      expect(await script.did()).toEqual(['ping'])
      await script.pong()
    }
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is found before the server has said a word', async () => {
    const script = await opened()
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(10_000)
    expect(await script.did()).toEqual([
      'state stale',
      'terminate',
      'state reconnecting',
      'disconnect 1006 lost: no sign of life, back in 500 ms',
    ])
    await script.end('state closed')
  })

  it('goes back to authenticating when the answer to a signed request is still out', async () => {
    const script = await opened({ auth, requestTimeoutMs: 60_000 })
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale'])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    await subscribing
    await script.end(...CLOSING)
  })
})

describe('a platform without pings', () => {
  it('is left alone by default, however long the silence', async () => {
    const { script } = await withBook({}, NO_PING)
    await script.advance(3_600_000)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is given up after idleTimeoutMs of silence', async () => {
    const { script } = await withBook({ idleTimeoutMs: 10_000, resolveSymbols: false }, NO_PING)
    await script.advance(4000)
    await script.receive(trade('1', '1'))
    expect(await script.did()).toEqual(['unrouted TRADE UPDATE'])
    await script.advance(1000)
    expect(await script.did()).toEqual([])
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale', 'book stale: silence'])
    await script.advance(5000)
    expect(await script.did()).toEqual([
      'terminate',
      'state reconnecting',
      'disconnect 1006 lost: no sign of life, back in 500 ms',
    ])
    await script.end('state closed')
  })
})

describe('a wall clock that jumps', () => {
  it('back moves the timestamps of requests and nothing else', async () => {
    const script = await opened()
    script.clock.jump(-3_600_000)
    await script.advance(19_999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['ping'])
    await script.pong()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    // The script compares the timestamp with the wall clock of this moment.
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await subscribing
    await script.end(...CLOSING)
  })

  it('is corrected by clockOffsetMs, and rounded down', async () => {
    // The clock of the script shows .900 s; an offset of -0.9 s leaves a whole second, and 1 ms less the one before.
    const script = await opened({ clockOffsetMs: -901 })
    void script.client.subscribe({ channel: 'DEPTH', items: [BTC] }).catch(() => script.note('rejected'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC} WRONG timestamp 1767225599`])
    await script.end(...CLOSING, 'rejected')
  })
})
