import { hmacKey } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { SubscriptionRefusedError } from '../src/errors/subscription-refused-error.ts'
import { complete, confirmation, depthSnapshot, depthUpdate, trade } from './support/frames.ts'
import { Script } from './support/script.ts'
import { auth, BTC, CLOSING, ETH, failure, opened, subscribed, withBook } from './support/start.ts'

const CLIENT = '78901985048264710'

describe('an item that is subscribed again while its unsubscription is under way', () => {
  it('counts as confirmed only when the server has confirmed it again', async () => {
    const { script, depth } = await subscribed()
    depth.close()
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    void script.client.subscribe({ channel: 'DEPTH', items: [BTC] }).then(() => script.note('confirmed'))
    expect(await script.did()).toEqual([])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['confirmed'])
    await script.end(...CLOSING)
  })

  it('and is refused then, rejects', async () => {
    const { script, depth } = await subscribed()
    depth.close()
    await script.did()
    const again = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    await script.receive(confirmation('UNAUTHENTICATED'))
    await script.did()
    await script.receive(confirmation('INVALID'))
    expect(await script.did()).toEqual(['status INVALID'])
    expect(await again).toBeInstanceOf(SubscriptionRefusedError)
    await script.end(...CLOSING)
  })
})

describe('a confirmation that comes later than the snapshot', () => {
  it('does not leave a book stale for good whose gap came in between', async () => {
    const script = await opened({ auth })
    const opening = script.client.orderBook(BTC)
    await script.did()
    await script.receive({ ...depthSnapshot(BTC, [['99', '1']], [], '10'), status: 'AUTHENTICATED' })
    await script.did()
    await script.receive(depthUpdate(BTC, [], [], '11'))
    await script.receive(depthUpdate(BTC, [], [], '15'))
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['state live', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    const book = await opening
    await script.receive(depthSnapshot(BTC, [['99', '1']], [], '16'), complete('DEPTH', BTC))
    expect(book.state).toBe('live')
    await script.end(...CLOSING)
  })
})

describe('a status that falls while a signed request is in flight', () => {
  it('makes what was signed stale, and is answered by signing again once the request is settled', async () => {
    const { script } = await withBook({ auth })
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${ETH}`])
    await script.receive({ ...depthUpdate(BTC, [], [], '11'), status: 'UNAUTHENTICATED' })
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'book stale: unauthenticated'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC, ETH]))
    await subscribing
    expect(await script.did()).toEqual(['status AUTHENTICATED', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('fails the request when that is its answer, and the rest is asked for again', async () => {
    const { script } = await withBook({ auth })
    const refused = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH] }))
    await script.did()
    await script.receive({ ...depthUpdate(BTC, [], [], '11'), status: 'UNAUTHENTICATED' })
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await refused).toMatchObject({ code: 'authentication_failed', items: [ETH] })
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.end(...CLOSING)
  })
})

describe('a status that goes up and down', () => {
  it('is answered at growing intervals, not with a request for each frame', async () => {
    const { script } = await withBook({ auth })
    const falls = async (): Promise<readonly string[]> => {
      await script.receive({ ...depthUpdate(BTC, [], []), status: 'UNAUTHENTICATED' })
      return script.did()
    }
    const isSignedAgain = async (): Promise<void> => {
      await script.receive(confirmation('AUTHENTICATED'))
      await script.did()
      await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
      await script.did()
    }
    expect(await falls()).toContain(`send UNSUBSCRIBE DEPTH ${BTC}`)
    await isSignedAgain()
    for (const delayMs of [500, 1000, 2000]) {
      expect(await falls()).toEqual(['status UNAUTHENTICATED'])
      await script.advance(delayMs - 1)
      expect(await script.did()).toEqual([])
      await script.advance(1)
      expect(await script.did()).toContain(`send UNSUBSCRIBE DEPTH ${BTC}`)
      await isSignedAgain()
    }
    await script.end(...CLOSING)
  })
})

describe('credentials of DROPCOPY that expire', () => {
  it('are presented again, and the follower is told that reports may be missing', async () => {
    const script = await opened({ auth })
    const following = script.client.dropCopy([CLIENT])
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT]))
    await script.did()
    const orders = await following
    orders.subscription.on('stale', (reason) => script.note(`stale: ${reason}`))
    await script.receive({ ...confirmation('UNAUTHENTICATED', ['DROPCOPY', CLIENT]), update: 'UPDATE' })
    expect(await script.did()).toEqual([
      'status UNAUTHENTICATED',
      'stale: unauthenticated',
      `send UNSUBSCRIBE DROPCOPY ${CLIENT}`,
      'state authenticating',
    ])
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live', `send SUBSCRIBE DROPCOPY ${CLIENT}`])
    await script.end(...CLOSING)
  })
})

describe('an upgrade', () => {
  it('that is refused fails the DROPCOPY that was asked for meanwhile, and sends nothing without credentials for it', async () => {
    const { script } = await subscribed()
    const upgrading = failure(script.client.authenticate(auth))
    const following = failure(script.client.dropCopy([CLIENT]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('UNAUTHORIZED'))
    expect(await script.did()).toEqual(['state live', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    expect(await upgrading).toBeInstanceOf(SubscriptionRefusedError)
    expect(await following).toBeInstanceOf(SubscriptionRefusedError)
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })

  it('to another key asks for everything with that key, and goes back to the first when it is refused', async () => {
    const { script } = await subscribed({ auth })
    const wrong = hmacKey({ organizationId: 'org', keyId: 'key', secret: 'another' })
    const upgrading = failure(script.client.authenticate(wrong))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC} WRONG signature`])
    await script.receive(confirmation('UNAUTHORIZED', ['DEPTH', BTC]))
    await script.did()
    await script.receive(confirmation('UNAUTHORIZED', ['DEPTH', BTC]))
    expect(await upgrading).toBeInstanceOf(SubscriptionRefusedError)
    expect((await script.did()).at(-1)).toBe(`send SUBSCRIBE DEPTH ${BTC}`)
    await script.end(...CLOSING)
  })

  it('waits for the one before it', async () => {
    const { script } = await subscribed()
    const wrong = hmacKey({ organizationId: 'org', keyId: 'key', secret: 'another' })
    const first = failure(script.client.authenticate(wrong))
    const second = script.client.authenticate(auth)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC} WRONG signature`, 'state authenticating'])
    await script.receive(confirmation('UNAUTHORIZED'))
    expect(await first).toBeInstanceOf(SubscriptionRefusedError)
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await second
    await script.did()
    await script.end(...CLOSING)
  })
})

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
    expect([await script.did(), book.state]).toEqual([['close 1000', 'state live', 'rotate'], 'stale'])
    await script.on(0).receive(depthSnapshot(BTC, [['97', '1']], [], '500'), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book syncing', 'book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is kept while a slow consumer holds it up, so that nothing piles up behind it', async () => {
    const script = await opened({ ...options, resolveSymbols: false, buffer: { capacity: 8 } })
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    const trades = await subscribing
    await script.did()
    await script.receive(...['1', '2', '3', '4'].map((price) => trade('1', price)))
    expect(await script.did()).toEqual(['pause'])
    await script.advance(20_000)
    expect(await script.did()).toEqual([])
    trades.close()
    expect(await script.did()).toEqual(['resume', `send UNSUBSCRIBE TRADE ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED'))
    await script.advance(19_999)
    await script.did()
    await script.advance(1)
    expect(await script.did()).toContain('connect')
    await script.client.close()
  })
})

describe('the next connection', () => {
  /** A client that follows trades with a small buffer, and whose next connection is to be made. */
  async function due(): Promise<Script> {
    const script = await opened({ auth, rotateAfterMs: 10_000, resolveSymbols: false, buffer: { capacity: 8 } })
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await subscribing
    await script.did()
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

describe('a fresh snapshot that waits its turn', () => {
  it('is not missed when the connection is rotated meanwhile', async () => {
    const { script, book } = await withBook({ auth, rotateAfterMs: 10_000 })
    const fetched = async (seqnum: string): Promise<void> => {
      await script.receive(confirmation('AUTHENTICATED'))
      await script.did()
      await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
      await script.receive(depthSnapshot(BTC, [], [], seqnum), complete('DEPTH', BTC))
      await script.did()
    }
    await script.advance(9800)
    // The first gap is mended at once, the second one would have to wait for 500 ms.
    await script.receive(depthUpdate(BTC, [], [], '20'))
    await script.did()
    await fetched('20')
    await script.receive(depthUpdate(BTC, [], [], '30'))
    expect(await script.did()).toEqual(['gap DEPTH 20..30', 'book stale: gap'])
    await script.advance(200)
    expect(await script.did()).toEqual(['connect'])
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await script.did()
    await script.on(0).receive(depthSnapshot(BTC, [], [], '5'), complete('DEPTH', BTC))
    expect([await script.did(), book.state]).toEqual([['book syncing', 'book live'], 'live'])
    await script.receive(depthUpdate(BTC, [], [], '9'))
    expect(await script.did()).toEqual(['gap DEPTH 5..9', 'book stale: gap'])
    await script.advance(1000)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })
})

describe('a server whose numbers make no sense', () => {
  it('is not flooded with requests: the waits between fresh snapshots grow', async () => {
    const { script } = await withBook({ auth })
    const gap = async (last: number): Promise<readonly string[]> => {
      await script.receive(depthUpdate(BTC, [], [], String(last + 10)))
      const [first, second, ...sent] = await script.did()
      expect([first, second]).toEqual([`gap DEPTH ${last}..${last + 10}`, 'book stale: gap'])
      return sent
    }
    const fetched = async (seqnum: number): Promise<void> => {
      await script.receive(confirmation('AUTHENTICATED'))
      await script.did()
      await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
      await script.receive(depthSnapshot(BTC, [['1', '1']], [], String(seqnum)), complete('DEPTH', BTC))
      expect(await script.did()).toEqual(['book syncing', 'book live'])
    }
    expect(await gap(10)).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
    await fetched(20)
    for (const [round, delayMs] of [500, 1000, 2000].entries()) {
      const seqnum = 20 + 10 * round
      expect(await gap(seqnum)).toEqual([])
      await script.advance(delayMs - 1)
      expect(await script.did()).toEqual([])
      await script.advance(1)
      expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
      await fetched(seqnum + 10)
    }
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is trusted again after a minute in which all went well', async () => {
    const { script } = await withBook({ auth, pingIntervalMs: 1_000_000 })
    for (let round = 0; round < 2; round++) {
      await script.receive(depthUpdate(BTC, [], [], String(20 + 10 * round)))
      expect((await script.did()).at(-1)).toBe(`send UNSUBSCRIBE DEPTH ${BTC}`)
      await script.receive(confirmation('AUTHENTICATED'))
      await script.did()
      await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
      await script.receive(depthSnapshot(BTC, [], [], String(20 + 10 * round)), complete('DEPTH', BTC))
      await script.did()
      await script.advance(60_000)
    }
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('per item makes only the book of that item stale', async () => {
    const { script, book } = await withBook({ auth, seqnumScope: 'channel-item' })
    const opening = script.client.orderBook(ETH)
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC, ETH]))
    const other = await opening
    await script.receive(depthSnapshot(ETH, [['9', '1']], [], '500'), complete('DEPTH', ETH))
    await script.receive(depthUpdate(ETH, [], [], '505'))
    expect(await script.did()).toEqual(['gap DEPTH 500..505', `send UNSUBSCRIBE DEPTH ${ETH}`])
    expect([book.state, other.state]).toEqual(['live', 'stale'])
    await script.end(...CLOSING, 'book stale: ended')
  })
})

describe('the end', () => {
  it('is told to one who starts to listen only afterwards', async () => {
    const { script, depth } = await subscribed()
    depth.close()
    await script.did()
    depth.on('end', (error) => script.note(`end ${String(error)}`))
    expect(await script.did()).toEqual(['end undefined'])
    await script.end(...CLOSING)
  })

  it('of a book is told to one who starts to listen only afterwards', async () => {
    const { script, book } = await withBook()
    book.close()
    await script.did()
    book.on('end', (error) => script.note(`end ${String(error)}`))
    expect(await script.did()).toEqual(['end undefined'])
    await script.end(...CLOSING)
  })

  it('with an error can be iterated to and listened to', async () => {
    const script = await opened({ resolveSymbols: false, buffer: { capacity: 1 } }, { ping: true, pause: false })
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['TRADE', BTC]))
    const trades = await subscribing
    await script.did()
    await script.receive(trade('1', '1'), trade('1', '2'))
    await script.did()
    const messages = trades[Symbol.asyncIterator]()
    await messages.next()
    await expect(messages.next()).rejects.toThrow(/8192|buffer|1 message/i)
    trades.on('end', (error) => script.note(`end ${error?.name}`))
    expect(await script.did()).toEqual(['end BufferOverflowError'])
    await script.end(...CLOSING)
  })

  it('of the client is awaited by everyone who asks for it, also from its own event', async () => {
    const script = await opened()
    script.ignoreClose()
    let left = 2
    script.client.on('state', ({ to }) => {
      if (to === 'closed') void script.client.close().then(() => left--)
    })
    void script.client.close().then(() => left--)
    expect([await script.did(), left]).toEqual([[...CLOSING], 2])
    await script.advance(2000)
    expect([await script.did(), left]).toEqual([['terminate'], 0])
    await script.end()
  })
})

describe('a driver that cannot open another socket', () => {
  it('counts as a lost connection, and is tried again', async () => {
    const script: Script = new Script({}, { ping: true, pause: true })
    await script.did()
    script.failNextConnect()
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    await script.advance(500)
    expect(await script.did()).toEqual([
      'state connecting',
      'state reconnecting',
      'disconnect 1006 lost, back in 1000 ms',
    ])
    await script.advance(1000)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.end('state closed', 'terminate')
  })
})
