import { describe, expect, it, vi } from 'vitest'
import { depthUpdate, WELCOME } from './support/frames.ts'
import { BTC, CLOSING, opened, subscribed, withBook } from './support/start.ts'

/** What the client does when it cannot know what it missed. */
const DISTRUST = ['book stale: corrupt', `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`] as const

describe('a frame that cannot be read', () => {
  it.each([
    ['no JSON', '{"channel":"DEPTH"', 'not JSON'],
    ['an empty text', '', 'not JSON'],
    ['an array', '[]', 'not a JSON object'],
    ['null', 'null', 'not a JSON object'],
    ['no channel', '{"update":"UPDATE"}', 'channel or update is missing'],
    ['a number for update', '{"channel":"DEPTH","update":1}', 'channel or update is missing'],
    ['a list for data', '{"channel":"DEPTH","update":"UPDATE","data":[]}', 'data is not an object'],
    ['a text for seqnum', '{"channel":"DEPTH","update":"UPDATE","seqnum":"x"}', 'seqnum is not a whole number'],
    [
      'a seqnum too long for a number',
      `{"channel":"DEPTH","update":"UPDATE","seqnum":${2 ** 53}}`,
      'seqnum is not a whole number',
    ],
    ['a fraction for seqnum', '{"channel":"DEPTH","update":"UPDATE","seqnum":1.5}', 'seqnum is not a whole number'],
    ['a seqnum below zero', '{"channel":"DEPTH","update":"UPDATE","seqnum":-1}', 'seqnum is not a whole number'],
  ])('because it is %s is told, and every book is fetched anew', async (_, frame, reason) => {
    const { script } = await withBook()
    await script.receive(frame)
    expect(await script.did()).toEqual([`violation ${reason}`, ...DISTRUST])
    await script.end(...CLOSING)
  })

  it.each([
    ['lists its trades', '{"channel":"TRADE","update":"UPDATE","data":[{},{}]}', 'data is not an object'],
    ['says not what it is', '{"channel":"EBBO","data":{}}', 'channel or update is missing'],
  ])('because it %s casts no doubt on the books: it is of another channel', async (_, frame, reason) => {
    const { script, book } = await withBook()
    await script.receive(frame)
    expect([await script.did(), book.state]).toEqual([[`violation ${reason}`], 'live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('because it is binary counts as one', async () => {
    const { script } = await withBook()
    await script.receiveBinary()
    expect(await script.did()).toEqual(['violation binary', ...DISTRUST])
    await script.end(...CLOSING)
  })

  it('because it is no UTF-8 is refused by the platform, which closes with 1007', async () => {
    const { script } = await withBook()
    await script.drop(1007)
    expect(await script.did()).toEqual([
      'state reconnecting',
      'book stale: disconnected',
      'disconnect 1007 bad-frame, back in 500 ms',
    ])
    await script.end('state closed')
  })

  it('because it is cut in the middle is never a frame: the connection is lost', async () => {
    const { script } = await withBook()
    await script.drop(1006)
    expect(await script.did()).toEqual([
      'state reconnecting',
      'book stale: disconnected',
      'disconnect 1006 lost, back in 500 ms',
    ])
    await script.end('state closed')
  })
})

describe('a frame that the contract does not know', () => {
  it.each([
    ['NEWS', 'UPDATE'],
    ['DEPTH', 'DELTA'],
    ['WEBSOCKET', 'SNAPSHOT_COMPLETE'],
    ['WEBSOCKET', 'GOODBYE'],
  ])('%s %s is told and leaves everything else as it is', async (channel, update) => {
    const { script, book } = await withBook()
    await script.receive({ channel, update })
    expect(await script.did()).toEqual([`unknown ${channel} ${update}`])
    expect(book.state).toBe('live')
    await script.end(...CLOSING, 'book stale: ended')
  })
})

describe('a message that breaks the contract', () => {
  it('is delivered all the same, and told under validate: contract', async () => {
    const script = await opened({ validate: 'contract' })
    const told: string[] = []
    script.client.on('violation', ({ reason }) => told.push(reason))
    // The validators are loaded on demand, and what comes before they are there is not checked.
    await vi.waitFor(async () => {
      await script.receive({ channel: 'DEPTH', update: 'UPDATE', data: { symbol: 5 } })
      expect(await script.did()).toContain('unrouted DEPTH UPDATE')
      expect(told).toContain('depth/data/symbol must be string')
    }, 15_000)
    await script.end(...CLOSING)
  })
})

describe('a message', () => {
  it('keeps members that the contract does not know', async () => {
    const { script, depth } = await subscribed()
    const next = depth[Symbol.asyncIterator]().next()
    await script.receive({ ...depthUpdate(BTC, [], []), venue: 'x' })
    await expect(next).resolves.toMatchObject({ value: { venue: 'x' } })
    await script.end(...CLOSING)
  })

  it('may have null where a member could be absent', async () => {
    const { script, book } = await withBook()
    await script.receive({
      channel: 'DEPTH',
      update: 'UPDATE',
      seqnum: null,
      data: { symbol: BTC, bids: null, asks: [] },
    })
    expect(book.bestBid?.price).toBe('99')
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('on WEBSOCKET with update SNAPSHOT clears no book', async () => {
    const { script, book } = await withBook()
    await script.receive({ channel: 'WEBSOCKET', update: 'SNAPSHOT' })
    expect(book.bestBid?.price).toBe('99')
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('of welcome may come late, or not at all', async () => {
    const { script } = await subscribed()
    await script.receive(WELCOME)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })

  it('of welcome is enough to be live', async () => {
    const script = await opened()
    await script.receive(WELCOME)
    expect(await script.did()).toEqual(['state live'])
    await script.end(...CLOSING)
  })
})
