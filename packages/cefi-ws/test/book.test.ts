import { describe, expect, it } from 'vitest'
import { complete, confirmation, depthSnapshot, depthUpdate } from './support/frames.ts'
import type { Script } from './support/script.ts'
import { auth, BTC, CLOSING, opened, withBook } from './support/start.ts'

const ENDING = [...CLOSING, 'book stale: ended'] as const

describe('a book whose snapshot is on its way', () => {
  it('is syncing until SNAPSHOT_COMPLETE', async () => {
    const script = await opened()
    const book = await openBook(script)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []))
    expect(book.state).toBe('syncing')
    await script.receive(complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    await script.end(...ENDING)
  })

  it('is live with the first update, for servers that send no SNAPSHOT_COMPLETE', async () => {
    const script = await opened()
    await openBook(script)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []))
    await script.receive(depthUpdate(BTC, [['98', '1']], []))
    expect(await script.did()).toEqual(['book live'])
    await script.end(...ENDING)
  })

  it('is live after snapshotCompleteTimeoutMs, for quiet markets on such servers', async () => {
    const script = await opened({ snapshotCompleteTimeoutMs: 1500 })
    await openBook(script)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []))
    await script.advance(1499)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['book live'])
    await script.end(...ENDING)
  })

  it('counts as whole only when no other has come for as long', async () => {
    const script = await opened()
    await openBook(script)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []))
    await script.advance(1500)
    await script.receive(depthSnapshot(BTC, [['98', '1']], []))
    await script.advance(1999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['book live'])
    await script.end(...ENDING)
  })

  it('is not made live by a SNAPSHOT_COMPLETE that comes before the snapshot', async () => {
    const script = await opened()
    const book = await openBook(script)
    await script.receive(complete('DEPTH', BTC))
    expect(book.state).toBe('syncing')
    await script.receive(depthSnapshot(BTC, [['99', '1']], []), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    await script.end(...ENDING)
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
    await script.end(...ENDING)
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
    await script.end(...ENDING)
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
    await script.end(...ENDING)
  })

  it('takes no update before it', async () => {
    const script = await opened()
    const book = await openBook(script)
    await script.receive(depthUpdate(BTC, [['98', '1']], []))
    expect([book.state, book.bestBid]).toEqual(['syncing', undefined])
    await script.end(...ENDING)
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
    await script.end(...ENDING)
  })

  it('and does not come, though updates do, is left to the caller under onGap: event', async () => {
    const script = await opened({ onGap: 'event' })
    const book = await openBook(script)
    await script.receive(depthUpdate(BTC, [['98', '1']], []))
    await script.advance(10_000)
    expect([await script.did(), book.state]).toEqual([[], 'syncing'])
    await script.end(...ENDING)
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
    await script.end(...ENDING)
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

describe('a book that cannot be true', () => {
  it.each([
    ['is crossed', depthUpdate(BTC, [['101', '1']], []), 'crossed'],
    ['has a negative quantity', depthUpdate(BTC, [['98', '-1']], []), 'invalid-level'],
    ['has a price that is no decimal', depthUpdate(BTC, [['1e5', '1']], []), 'invalid-level'],
    ['has a quantity that is no decimal', depthUpdate(BTC, [['98', '']], []), 'invalid-level'],
    ['has a side that is no list', update({ symbol: BTC, bids: 'none' }), 'invalid-level'],
    ['has a level without a price', update({ symbol: BTC, bids: [{ qty: '1' }] }), 'invalid-level'],
    ['does not say which it is', update({ bids: [] }), 'invalid-level'],
  ])('because it %s is stale, and fetched anew', async (_, frame, trouble) => {
    const { script } = await withBook()
    await script.receive(frame)
    expect(await script.did()).toEqual([`book stale: ${trouble}`, `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('stays stale under onGap: event', async () => {
    const { script, book } = await withBook({ onGap: 'event' })
    await script.receive(depthUpdate(BTC, [['101', '1']], []))
    expect(await script.did()).toEqual(['book stale: crossed'])
    await script.advance(1000)
    await script.receive(depthUpdate(BTC, [['101', '0']], []))
    expect(book.state).toBe('stale')
    await script.end(...CLOSING)
  })

  it('time after time is fetched at growing intervals', async () => {
    const { script } = await withBook()
    await script.receive(depthUpdate(BTC, [['101', '1']], []))
    const [stale, sent] = await script.did()
    expect(stale).toBe('book stale: crossed')
    script.note(sent ?? 'nothing sent')
    for (const delayMs of [500, 1000, 2000, 4000]) {
      expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
      await script.receive(confirmation('UNAUTHENTICATED'))
      expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
      await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
      await script.receive(depthSnapshot(BTC, [['101', '1']], [['101', '1']]))
      await script.advance(delayMs - 1)
      expect(await script.did()).toEqual([])
      await script.advance(1)
    }
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })
})

describe('a book that is stale', () => {
  it('is not asked for any more when its snapshot comes by itself', async () => {
    const { script } = await withBook()
    await script.receive(depthUpdate(BTC, [['101', '1']], []))
    expect(await script.did()).toEqual(['book stale: crossed', `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    // It is crossed again, so the next one waits.
    await script.receive(depthSnapshot(BTC, [['101', '1']], [['101', '1']]))
    await script.advance(400)
    await script.receive(depthSnapshot(BTC, [['99', '1']], []), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book syncing', 'book live'])
    await script.advance(10_000)
    expect(await script.did()).toEqual([])
    await script.end(...ENDING)
  })

  it('for another reason is no better when the server is heard again', async () => {
    const { script, book } = await withBook({ onGap: 'event' })
    await script.receive(depthUpdate(BTC, [['101', '1']], []))
    expect(await script.did()).toEqual(['book stale: crossed'])
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.advance(5000)
    expect(await script.did()).toEqual(['state stale'])
    await script.pong()
    expect([await script.did(), book.state]).toEqual([['state live'], 'stale'])
    await script.end(...CLOSING)
  })
})

describe('a side of a book that is empty', () => {
  it.each([
    ['0', '0'],
    ['0.00', '0'],
    ['-170141183460469231731.687303715884105728', '170141183460469231731.687303715884105727'],
  ])('may be told by a level at %s or %s, which is no quote', async (noBid, noAsk) => {
    for (const qty of ['0', '1']) {
      const script = await opened()
      const book = await openBook(script)
      await script.receive(depthSnapshot(BTC, [[noBid, qty]], [[noAsk, qty]]), complete('DEPTH', BTC))
      expect(await script.did()).toEqual(['book live'])
      await script.receive(
        depthUpdate(
          BTC,
          [
            ['99', '1'],
            [noBid, qty],
          ],
          [],
        ),
      )
      expect(book.depth(9)).toEqual({ bids: [expect.objectContaining({ price: '99' })], asks: [] })
      await script.end(...ENDING)
    }
  })
})

describe('a book', () => {
  it('tells each change while it is live, and one when it becomes so', async () => {
    const { script, book } = await withBook()
    book.on('change', () => script.note(`${book.bestBid?.price}/${book.bestAsk?.price}`))
    // What has come before it is told to the first listener.
    expect(await script.did()).toEqual(['99/101'])
    await script.receive(depthUpdate(BTC, [['100', '1']], []))
    expect(await script.did()).toEqual(['100/101'])
    await script.receive(depthSnapshot(BTC, [['90', '1']], [['91', '1']]))
    expect(await script.did()).toEqual(['book syncing'])
    await script.receive(complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live', '90/91'])
    await script.end(...ENDING)
  })

  it('lets go of its item when it is closed', async () => {
    const { script, book } = await withBook({ auth })
    book.on('end', (error) => script.note(`end ${String(error)}`))
    book.close()
    expect(await script.did()).toEqual(['book stale: ended', 'end undefined', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('of an item that another book keeps gets a snapshot of its own', async () => {
    const { script, book } = await withBook()
    const opening = script.client.orderBook(BTC)
    // Nobody tells of changes until the server has been asked anew.
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`, 'book stale: resubscribing'])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    const second = await opening
    await script.receive(depthSnapshot(BTC, [['98', '1']], []), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book syncing', 'book live'])
    expect([book.bestBid?.price, second.bestBid?.price, second.state]).toEqual(['98', '98', 'live'])
    await script.end(...ENDING)
  })
})

function update(data: object): object {
  return { channel: 'DEPTH', update: 'UPDATE', data }
}

async function openBook(script: Script): ReturnType<typeof script.client.orderBook> {
  const opening = script.client.orderBook(BTC)
  expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
  await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
  expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
  const book = await opening
  book.on('state', (state, trouble) =>
    script.note(trouble === undefined ? `book ${state}` : `book ${state}: ${trouble}`),
  )
  return book
}

async function reconnect(script: Script): Promise<void> {
  await script.advance(500)
  expect(await script.did()).toEqual(['state connecting', 'connect'])
  await script.open()
  expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
  await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
  expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
}
