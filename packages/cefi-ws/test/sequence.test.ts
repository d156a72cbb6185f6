import { describe, expect, it } from 'vitest'
import { complete, confirmation, depthSnapshot, depthUpdate, trade } from './support/frames.ts'
import { auth, BTC, CLOSING, confirmed, ETH, opened, withBook } from './support/start.ts'

describe('a gap in an authenticated feed', () => {
  it('makes the book stale at once, and a fresh snapshot makes it live again', async () => {
    const { script, book } = await withBook({ auth })
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '10'))
    await script.receive(depthUpdate(BTC, [['97', '1']], [], '12'))
    expect(await script.did()).toEqual(['gap DEPTH 10..12', 'book stale: gap', `send UNSUBSCRIBE DEPTH ${BTC}`])
    expect(book.depth(5).bids.map(({ price }) => price)).toEqual(['99', '98'])
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await script.receive(depthSnapshot(BTC, [['97', '1']], [['101', '1']], '13'))
    expect(await script.did()).toEqual(['book syncing'])
    await script.receive(complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is only told under onGap: event', async () => {
    const { script } = await withBook({ auth, onGap: 'event' })
    await script.receive(depthUpdate(BTC, [], [], '12'))
    expect(await script.did()).toEqual(['gap DEPTH 10..12', 'book stale: gap'])
    await script.receive(depthUpdate(BTC, [], [], '13'))
    await script.end(...CLOSING)
  })

  it('leads to a new connection under onGap: reconnect', async () => {
    const { script } = await withBook({ auth, onGap: 'reconnect' })
    await script.receive(depthUpdate(BTC, [], [], '12'))
    expect(await script.did()).toEqual([
      'gap DEPTH 10..12',
      'book stale: gap',
      'terminate',
      'state reconnecting',
      'disconnect 1006 lost: gap, back in 500 ms',
    ])
    await script.end('state closed')
  })

  it('is told once, not with every message after it', async () => {
    const { script } = await withBook({ auth, onGap: 'event' })
    await script.receive(depthUpdate(BTC, [], [], '20'))
    expect(await script.did()).toEqual(['gap DEPTH 10..20', 'book stale: gap'])
    await script.receive(depthUpdate(BTC, [], [], '21'), depthUpdate(BTC, [], [], '22'))
    await script.end(...CLOSING)
  })

  it('on one channel leaves the others alone', async () => {
    const { script, book } = await withBook({ auth })
    await script.receive({ channel: 'TRADE', update: 'UPDATE', seqnum: '1', data: {} })
    expect(await script.did()).toEqual(['unrouted TRADE UPDATE'])
    await script.receive({ channel: 'TRADE', update: 'UPDATE', seqnum: '5', data: {} })
    expect(await script.did()).toEqual(['gap TRADE 1..5', 'unrouted TRADE UPDATE'])
    expect(book.state).toBe('live')
    await script.end(...CLOSING, 'book stale: ended')
  })
})

describe('a gap in trades', () => {
  it('is told, and nothing is asked for anew: no snapshot would make up for it', async () => {
    const script = await opened({ auth, resolveSymbols: false })
    const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    trades.on('stale', (reason) => script.note(`stale: ${reason}`))
    await script.did()
    await script.receive(trade('1', '100', '7'), trade('1', '101', '9'))
    expect(await script.did()).toEqual(['gap TRADE 7..9', 'stale: gap'])
    await script.end(...CLOSING)
  })
})

describe('trades that are numbered item by item', () => {
  it('are told apart by their ids where nobody names them, and a gap concerns all that it may be of', async () => {
    const script = await opened({ auth, resolveSymbols: false, seqnumScope: 'channel-item' })
    const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC, ETH] }))
    trades.on('stale', (reason) => script.note(`stale: ${reason}`))
    await script.did()
    await script.receive(trade('1', '100', '7'), trade('2', '5', '41'), trade('1', '101', '8'), trade('2', '6', '42'))
    expect(await script.did()).toEqual([])
    await script.receive(trade('2', '7', '44'))
    expect(await script.did()).toEqual(['gap TRADE 42..44', 'stale: gap'])
    await script.end(...CLOSING)
  })
})

describe('a connection whose confirmations name no status', () => {
  it('is authenticated by the request that was confirmed, so a gap counts', async () => {
    const script = await opened({ auth })
    const opening = script.client.orderBook(BTC)
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    const { status: _, ...unsaid } = confirmation('', ['DEPTH', BTC])
    await script.receive(unsaid)
    const book = await opening
    expect(await script.did()).toEqual(['state live'])
    await script.receive(depthSnapshot(BTC, [['99', '1']], [], '10'), depthUpdate(BTC, [], [], '11'))
    await script.receive(depthUpdate(BTC, [], [], '13'))
    expect(await script.did()).toEqual(['gap DEPTH 11..13', `send UNSUBSCRIBE DEPTH ${BTC}`])
    expect(book.state).toBe('stale')
    await script.end(...CLOSING)
  })
})

describe('a feed without credentials', () => {
  it('does not go back: an older update leaves the book in doubt, and it is fetched anew', async () => {
    const { script, book } = await withBook()
    await script.receive(depthUpdate(BTC, [['98', '2']], [], '12'))
    expect(await script.did()).toEqual(['gap DEPTH 10..12 coalesced'])
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '11'))
    expect(await script.did()).toEqual([
      'repeat DEPTH 12..11 coalesced',
      'book stale: repeat',
      `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`,
    ])
    expect(book.depth(2).bids.map(({ qty }) => qty)).toEqual(['1', '2'])
    await script.end(...CLOSING)
  })

  it('goes on from the number of a snapshot, whatever came before', async () => {
    const { script, book } = await withBook()
    await script.receive(depthUpdate(BTC, [['98', '2']], [], '11'), depthSnapshot(BTC, [['97', '1']], [], '3'))
    expect(await script.did()).toEqual(['book syncing'])
    await script.receive(depthUpdate(BTC, [['96', '1']], [], '4'))
    expect([await script.did(), book.depth(5).bids.length]).toEqual([['book live'], 2])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('may number each item for itself, and may repeat the number of the channel', async () => {
    const { script, book } = await withBook()
    await script.receive(depthUpdate(ETH, [], [], '5000'))
    expect(await script.did()).toEqual(['gap DEPTH 10..5000 coalesced', 'unrouted DEPTH UPDATE'])
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '11'))
    expect(await script.did()).toEqual(['repeat DEPTH 5000..11 coalesced'])
    await script.receive(depthUpdate(BTC, [['97', '1']], [], '11'))
    expect(await script.did()).toEqual(['repeat DEPTH 11..11 coalesced'])
    expect([book.state, book.depth(5).bids.length]).toEqual(['live', 3])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('may skip numbers: that is told, and the book stays live', async () => {
    const { script, book } = await withBook()
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '25'))
    expect(await script.did()).toEqual(['gap DEPTH 10..25 coalesced'])
    expect(book.depth(2).bids).toHaveLength(2)
    await script.end(...CLOSING, 'book stale: ended')
  })
})

describe('the first update after a snapshot', () => {
  it.each(['10', '11'])('may have the number %s after the snapshot had 10', async (seqnum) => {
    const { script, book } = await withBook({ auth })
    await script.receive(depthUpdate(BTC, [['98', '1']], [], seqnum))
    expect(book.depth(2).bids).toHaveLength(2)
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('that skips a number is a gap', async () => {
    const { script } = await withBook({ auth, onGap: 'event' })
    await script.receive(depthUpdate(BTC, [], [], '12'))
    expect(await script.did()).toEqual(['gap DEPTH 10..12', 'book stale: gap'])
    await script.end(...CLOSING)
  })
})

describe('a number that is not above the last one', () => {
  it('on the very same frame is a duplicate: it is told, and not delivered twice', async () => {
    const { script, book } = await withBook({ auth })
    book.on('change', () => script.note('change'))
    await script.did()
    const frame = depthUpdate(BTC, [['98', '1']], [], '11')
    await script.receive(frame)
    expect(await script.did()).toEqual(['change'])
    await script.receive(JSON.stringify(frame))
    expect(await script.did()).toEqual(['repeat DEPTH 11..11'])
    expect(book.state).toBe('live')
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('on another frame means a wrong order, and the book is fetched anew', async () => {
    const { script } = await withBook({ auth })
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '11'), depthUpdate(BTC, [['97', '1']], [], '12'))
    await script.receive(depthUpdate(BTC, [['98', '0']], [], '11'))
    expect(await script.did()).toEqual(['repeat DEPTH 12..11', 'book stale: repeat', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('at the start of a replay is told, and so is the jump back to the present', async () => {
    const { script } = await withBook({ auth, onGap: 'event' })
    for (const seqnum of ['11', '12', '13']) await script.receive(depthUpdate(BTC, [], [], seqnum))
    await script.receive(depthUpdate(BTC, [], [], '12'))
    expect(await script.did()).toEqual(['repeat DEPTH 13..12', 'book stale: repeat'])
    await script.receive(depthUpdate(BTC, [], [], '13'), depthUpdate(BTC, [], [], '14'))
    await script.receive(depthUpdate(BTC, [], [], '16'))
    expect(await script.did()).toEqual(['gap DEPTH 14..16'])
    await script.end(...CLOSING)
  })
})

describe('sequence numbers', () => {
  it('start anew with a connection', async () => {
    const { script } = await withBook({ auth })
    await script.drop(1012)
    expect(await script.did()).toEqual([
      'state reconnecting',
      'book stale: disconnected',
      'disconnect 1012 restarting, back in 500 ms',
    ])
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    await script.receive(depthSnapshot(BTC, [], [], '0'))
    expect(await script.did()).toEqual(['book syncing'])
    await script.receive(depthUpdate(BTC, [['1', '1']], [], '1'))
    expect(await script.did()).toEqual(['book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('are re-based by a snapshot of any item of the channel', async () => {
    const { script, book } = await withBook({ auth })
    await script.receive(depthSnapshot(ETH, [], [], '40'))
    expect(await script.did()).toEqual(['unrouted DEPTH SNAPSHOT'])
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '40'), depthUpdate(BTC, [['97', '1']], [], '41'))
    expect(book.depth(3).bids).toHaveLength(3)
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('are compared as integers of any size', async () => {
    const { script } = await withBook({ auth, onGap: 'event' })
    await script.receive(depthSnapshot(BTC, [], [], '9007199254740993'))
    expect(await script.did()).toEqual(['book syncing'])
    await script.receive(complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live'])
    await script.receive(depthUpdate(BTC, [], [], '9007199254740994'), depthUpdate(BTC, [], [], '9007199254740995'))
    await script.receive(depthUpdate(BTC, [], [], '9007199254740997'))
    expect(await script.did()).toEqual(['gap DEPTH 9007199254740995..9007199254740997', 'book stale: gap'])
    await script.end(...CLOSING)
  })

  it('can count by channel and item', async () => {
    const { script } = await withBook({ auth, seqnumScope: 'channel-item' })
    await script.receive(depthSnapshot(ETH, [], [], '500'))
    expect(await script.did()).toEqual(['unrouted DEPTH SNAPSHOT'])
    await script.receive(depthUpdate(BTC, [], [], '11'))
    await script.receive(depthUpdate(ETH, [], [], '501'))
    expect(await script.did()).toEqual(['unrouted DEPTH UPDATE'])
    await script.receive(depthUpdate(BTC, [], [], '12'))
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('may come without quotes, as long as none of it got lost by that', async () => {
    const { script, book } = await withBook({ auth, onGap: 'event' })
    await script.receive({ ...depthUpdate(BTC, [['98', '1']], []), seqnum: 11 })
    expect(book.depth(2).bids).toHaveLength(2)
    await script.receive({ ...depthUpdate(BTC, [], []), seqnum: 13 })
    expect(await script.did()).toEqual(['gap DEPTH 11..13', 'book stale: gap'])
    await script.end(...CLOSING)
  })

  it('may be missing', async () => {
    const script = await opened()
    await script.receive(depthUpdate(BTC, [], []), depthUpdate(BTC, [], []))
    expect(await script.did()).toEqual(['unrouted DEPTH UPDATE', 'unrouted DEPTH UPDATE'])
    await script.end(...CLOSING)
  })
})
