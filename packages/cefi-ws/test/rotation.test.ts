import { hmacKey } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { complete, confirmation, depthSnapshot, depthUpdate, instrument, WELCOME } from './support/frames.ts'
import { SECRET } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, ETH, opened, withBook } from './support/start.ts'

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

  it('may know more than the next one: the book says that it is syncing before it shows what is older', async () => {
    const { script, book } = await rotating()
    book.on('change', () => script.note(`book shows ${book.bestBid?.price}`))
    await script.did()
    await script.on(1).receive(depthSnapshot(BTC, [['99', '1']], [['101', '1']], '500'), complete('DEPTH', BTC))
    await script.on(0).receive(depthUpdate(BTC, [['99.5', '1']], [], '11'))
    expect(await script.did()).toEqual(['book shows 99.5'])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'book syncing', 'book live', 'book shows 99'])
    await script.on(0).end(...CLOSING, 'book stale: ended')
  })

  it('is followed by one that tells changes of a book before its snapshot: they are part of it, and no numbers that go back', async () => {
    const { script, book } = await rotating()
    book.on('change', () => script.note(`book shows ${book.bestBid?.price}`))
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await script.on(1).receive(depthUpdate(BTC, [['98', '1']], [], '1'))
    await script.on(1).receive(depthSnapshot(BTC, [['98', '1']], [['101', '1']], '2'))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'unrouted DEPTH UPDATE', 'book syncing'])
    await script.on(0).receive(depthUpdate(BTC, [['98.5', '1']], [], '3'))
    expect(await script.did()).toEqual(['book live', 'book shows 98.5'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('leaves no book at a snapshot that is older than what was known, though somebody is slow with something else', async () => {
    const { script, book } = await withBook(options)
    await confirmed(script, script.client.subscribe({ channel: 'INSTRUMENT', items: [BTC], buffer: { capacity: 2 } }), [
      'DEPTH',
      BTC,
    ])
    await script.receive(depthUpdate(BTC, [['99.5', '1']], [], '11'))
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(depthSnapshot(BTC, [['99', '1']], [['101', '1']], '500'), instrument(BTC, 'btc', '1'))
    await script.on(1).receive(depthUpdate(BTC, [['99.5', '1']], [], '501'))
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC], ['INSTRUMENT', BTC]))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'book syncing', 'book live', 'pause'])
    expect(book.bestBid?.price).toBe('99.5')
    await script.on(0).end('state closed', 'resume', 'close 1000', 'book stale: ended')
  })

  it('leaves no book live at a snapshot that is older than what was known, where somebody is slow with books', async () => {
    const { script, book } = await withBook(options)
    const slow = script.client.subscribe({ channel: 'DEPTH', items: [ETH], buffer: { capacity: 4 } })
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC, ETH]))
    const messages = (await slow)[Symbol.asyncIterator]()
    await script.receive(depthUpdate(BTC, [['99.5', '1']], [], '11'))
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(depthSnapshot(BTC, [['99', '1']], [['101', '1']], '500'), complete('DEPTH', BTC))
    await script.on(1).receive(depthSnapshot(ETH, [], [], '500'), complete('DEPTH', ETH))
    await script.on(1).receive(depthUpdate(BTC, [['99.5', '1']], [], '501'))
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC, ETH]))
    const lines = ['close 1000', 'rotate', 'book syncing', 'book live', 'pause', 'state stale', 'book stale: silence']
    expect([await script.did(), book.bestBid?.price]).toEqual([lines, '99'])
    await messages.next()
    await messages.next()
    expect([await script.did(), book.bestBid?.price]).toEqual([['resume', 'ping'], '99.5'])
    await script.on(0).pong()
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is left at once where there are books alone, with credentials or without: what comes next replaces them', async () => {
    const { script } = await withBook({ rotateAfterMs: 10_000 })
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]), depthSnapshot(BTC, [], [], '500'))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'book syncing'])
    await script.on(0).end(...CLOSING, 'book stale: ended')
  })

  it('does not wait for the snapshot of a book that is closed', async () => {
    const { script, book } = await withBook(options)
    book.close()
    expect(await script.did()).toEqual(['book stale: ended', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED'))
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    expect(await script.did()).toEqual(['close 1000', 'rotate'])
    await script.on(0).end(...CLOSING)
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

  it('is not waited for in the state: what it was still to authenticate the next one has', async () => {
    const script = await opened(options)
    const first = script.client.subscribe({ channel: 'DEPTH', items: [BTC], signed: false })
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]), depthSnapshot(BTC, [], []))
    await first
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await script.advance(10_000)
    await script.did()
    await script.on(1).open()
    await script.did()
    const second = script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${ETH}`, 'state authenticating'])
    await script.on(1).receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]), depthSnapshot(BTC, [], []))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${ETH}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC, ETH]))
    expect(await script.did()).toEqual(['close 1000', 'state live', 'status AUTHENTICATED', 'rotate'])
    await second
    await script.on(0).end(...CLOSING)
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
    expect(await script.did()).toEqual(['close 1000', 'status AUTHENTICATED', 'rotate', 'book syncing'])
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

describe('a connection that took over and ends before all that it has told is read', () => {
  it('makes no book live', async () => {
    const { script, book } = await withBook({ auth, rotateAfterMs: 1000, onGap: 'reconnect' })
    await confirmed(script, script.client.subscribe({ channel: 'INSTRUMENT', items: [BTC] }), ['DEPTH', BTC])
    await script.advance(1000)
    await script.did()
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(WELCOME)
    await script.on(1).receive(depthSnapshot(BTC, [], [], '1'), depthUpdate(BTC, [['98', '1']], [], '5'))
    await script.on(1).receive(depthSnapshot(BTC, [], [], '6'), complete('DEPTH', BTC), instrument(BTC, '1', '1'))
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC], ['INSTRUMENT', BTC]))
    expect(await script.did()).toEqual([
      'close 1000',
      'rotate',
      'book syncing',
      'gap DEPTH 1..5',
      'book stale: gap',
      'terminate',
      'state reconnecting',
      'disconnect 1006 lost: gap, back in 500 ms',
    ])
    expect(book.state).toBe('stale')
    await script.end('state closed')
  })
})
