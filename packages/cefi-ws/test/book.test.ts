import { describe, expect, it } from 'vitest'
import { complete, confirmation, depthSnapshot, depthUpdate } from './support/frames.ts'
import { auth, BTC, CLOSING, failure, openBook, opened, withBook } from './support/start.ts'

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
    await script.end(...CLOSING, 'book stale: ended')
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
      await script.end(...CLOSING, 'book stale: ended')
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
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('tells no change once one who is told that it is live has closed it', async () => {
    const { script, book } = await withBook()
    book.on('state', (state) => {
      if (state === 'live') book.close()
    })
    book.on('change', () => script.note('change'))
    expect(await script.did()).toEqual(['change'])
    await script.receive(depthSnapshot(BTC, [['90', '1']], [['91', '1']]), complete('DEPTH', BTC))
    expect(await script.did()).toEqual([
      'book syncing',
      'book live',
      'book stale: ended',
      `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`,
    ])
    await script.end(...CLOSING)
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
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('of an item whose snapshot came before its confirmation, for one who is gone, gets a snapshot of its own', async () => {
    const script = await opened()
    const abort = new AbortController()
    const gone = failure(script.client.orderBook(BTC, { signal: abort.signal }))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(depthSnapshot(BTC, [['99', '1']], []), complete('DEPTH', BTC))
    abort.abort()
    await gone
    const opening = failure(script.client.orderBook(BTC))
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toContain(`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`)
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
    await opening
  })
})

function update(data: object): object {
  return { channel: 'DEPTH', update: 'UPDATE', data }
}
