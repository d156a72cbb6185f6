import { describe, expect, it } from 'vitest'
import { complete, confirmation, depthSnapshot, depthUpdate } from './support/frames.ts'
import type { Script } from './support/script.ts'
import { auth, BTC, CLOSING, openBook, opened, withBook } from './support/start.ts'

describe('a book whose snapshot is on its way', () => {
  it('is syncing until SNAPSHOT_COMPLETE', async () => {
    const script = await opened()
    const book = await openBook(script)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []))
    expect(book.state).toBe('syncing')
    await script.receive(complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is live with the first update, for servers that send no SNAPSHOT_COMPLETE', async () => {
    const script = await opened()
    await openBook(script)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []))
    await script.receive(depthUpdate(BTC, [['98', '1']], []))
    expect(await script.did()).toEqual(['book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is live after snapshotCompleteTimeoutMs, for quiet markets on such servers', async () => {
    const script = await opened({ snapshotCompleteTimeoutMs: 1500 })
    await openBook(script)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []))
    await script.advance(1499)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it.each<[string, (script: Script) => Promise<void>]>([
    ['SNAPSHOT_COMPLETE', (script) => script.receive(complete('DEPTH', BTC))],
    ['an update', (script) => script.receive(depthUpdate(BTC, [['97', '1']], []))],
    ['a silence', (script) => script.advance(2000)],
  ])('is in doubt when more than one comes before %s, until one comes alone', async (_, end) => {
    const script = await opened()
    await openBook(script)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []))
    await script.advance(1500)
    await script.receive(depthSnapshot(BTC, [['98', '1']], []), depthSnapshot(BTC, [], [['101', '1']]))
    await script.advance(1999)
    expect(await script.did()).toEqual([])
    await end(script)
    expect(await script.did()).toEqual(['book stale: split', `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]), depthSnapshot(BTC, [['99', '1']], []))
    expect(await script.did()).toEqual(['book syncing'])
    await end(script)
    expect(await script.did()).toEqual(['book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is not made live by a SNAPSHOT_COMPLETE that comes before the snapshot', async () => {
    const script = await opened()
    const book = await openBook(script)
    await script.receive(complete('DEPTH', BTC))
    expect(book.state).toBe('syncing')
    await script.receive(depthSnapshot(BTC, [['99', '1']], []), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is not live when it is whole by then, while the server is silent', async () => {
    const script = await opened({ snapshotCompleteTimeoutMs: 10_000 })
    await openBook(script)
    await script.advance(19_000)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []))
    await script.advance(1000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale'])
    await script.advance(4000)
    expect(await script.did()).toEqual(['book stale: silence'])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is never whole when it came into doubt before its end', async () => {
    const { script } = await withBook({ auth, onGap: 'event' })
    await script.receive(depthSnapshot(BTC, [['98', '1']], [], '20'))
    expect(await script.did()).toEqual(['book syncing'])
    await script.receive(depthUpdate(BTC, [], [], '25'))
    expect(await script.did()).toEqual(['gap DEPTH 20..25', 'book stale: gap'])
    await script.advance(10_000)
    await script.end(...CLOSING)
  })

  it('has the later of two levels that are of one price, on either side', async () => {
    const script = await opened()
    const book = await openBook(script)
    const bids = [
      ['98', '5'],
      ['99', '1'],
      ['99.0', '2'],
    ] as const
    const asks = [
      ['102', '5'],
      ['101', '1'],
      ['101.0', '2'],
    ] as const
    await script.receive(depthSnapshot(BTC, bids, asks), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    expect([book.bestBid?.qty, book.bestAsk?.qty]).toEqual(['2', '2'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is syncing through a silence of the server', async () => {
    const script = await opened()
    const book = await openBook(script)
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(5000)
    expect([await script.did(), book.state]).toEqual([['state stale'], 'syncing'])
    await script.pong()
    expect([await script.did(), book.state]).toEqual([['state live'], 'syncing'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('takes no update before it', async () => {
    const script = await opened()
    const book = await openBook(script)
    await script.receive(depthUpdate(BTC, [['98', '1']], []))
    expect([book.state, book.bestBid]).toEqual(['syncing', undefined])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('and does not come, though updates do, is asked for at growing intervals', async () => {
    const script = await opened({ snapshotCompleteTimeoutMs: 1500 })
    const book = await openBook(script)
    for (const delayMs of [1500, 1500 + 500, 1500 + 1000]) {
      await script.receive(depthUpdate(BTC, [['98', '1']], []))
      await script.advance(delayMs - 1)
      expect(await script.did()).toEqual([])
      await script.advance(1)
      expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
      await script.receive(confirmation('UNAUTHENTICATED'))
      expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
      await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    }
    await script.receive(
      depthUpdate(BTC, [['98', '1']], []),
      depthSnapshot(BTC, [['99', '1']], []),
      complete('DEPTH', BTC),
    )
    expect(await script.did()).toEqual(['book live'])
    await script.advance(10_000)
    expect([await script.did(), book.state]).toEqual([[], 'live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('and does not come, though updates do, is left to the caller under onGap: event', async () => {
    const script = await opened({ onGap: 'event' })
    const book = await openBook(script)
    await script.receive(depthUpdate(BTC, [['98', '1']], []))
    await script.advance(10_000)
    expect([await script.did(), book.state]).toEqual([[], 'syncing'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('can lose the connection, and starts over', async () => {
    const script = await opened()
    const book = await openBook(script)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []))
    await script.drop(1006)
    expect(await script.did()).toEqual([
      'state reconnecting',
      'book stale: disconnected',
      'disconnect 1006 lost, back in 500 ms',
    ])
    await reconnect(script)
    await script.receive(depthUpdate(BTC, [['98', '1']], []))
    expect(book.state).toBe('stale')
    await script.receive(depthSnapshot(BTC, [['50', '1']], []))
    expect(await script.did()).toEqual(['book syncing'])
    await script.receive(complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    expect(book.depth(5).bids.map(({ price }) => price)).toEqual(['50'])
    await script.end(...CLOSING, 'book stale: ended')
  })
})

describe('a gap that comes in one breath with the confirmation and the snapshot', () => {
  const breath = [
    confirmation('AUTHENTICATED', ['DEPTH', BTC]),
    depthSnapshot(BTC, [['99', '1']], [], '10'),
    depthUpdate(BTC, [['98', '1']], [], '11'),
    depthUpdate(BTC, [['97', '1']], [], '13'),
  ]

  it('is not missed by a book', async () => {
    const script = await opened({ auth })
    const opening = script.client.orderBook(BTC)
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receiveAtOnce(...breath)
    expect((await opening).state).toBe('stale')
    expect(await script.did()).toContain(`send UNSUBSCRIBE DEPTH ${BTC}`)
    await script.end(...CLOSING)
  })

  it('is told to the first who listens to the subscription', async () => {
    const script = await opened({ auth })
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receiveAtOnce(...breath)
    const depth = await subscribing
    await script.did()
    depth.on('stale', (reason) => script.note(`stale: ${reason}`))
    expect(await script.did()).toEqual(['stale: gap'])
    await script.end(...CLOSING)
  })
})

async function reconnect(script: Script): Promise<void> {
  await script.advance(500)
  expect(await script.did()).toEqual(['state connecting', 'connect'])
  await script.open()
  expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
  await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
  expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
}
