import { TimeoutError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { complete, confirmation, depthSnapshot, depthUpdate, trade } from './support/frames.ts'
import type { Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, ETH, failure, opened, subscribed, withBook } from './support/start.ts'

const UNSUBSCRIBE = `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`

/** The first refusal is asked again at once; after the second the client waits. */
async function refusedTwice(script: Script): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await script.receive(confirmation('ERROR', ['DEPTH', BTC]))
    await script.did()
  }
}

describe('an unsubscription that the server refuses', () => {
  it('is told and asked for again, at once and then after waits that grow, until it is confirmed', async () => {
    const { script, depth } = await subscribed({ pingIntervalMs: 1_000_000 })
    depth.close()
    expect(await script.did()).toEqual([UNSUBSCRIBE])
    await script.receive(confirmation('ERROR', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status ERROR', `lingering DEPTH ${BTC} refused ERROR`, UNSUBSCRIBE])
    for (const delayMs of [500, 1000, 2000]) {
      await script.receive(confirmation('ERROR', ['DEPTH', BTC]))
      expect(await script.did()).toEqual([`lingering DEPTH ${BTC} refused ERROR`])
      await script.advance(delayMs - 1)
      expect(await script.did()).toEqual([])
      await script.advance(1)
      expect(await script.did()).toEqual([UNSUBSCRIBE])
    }
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED'])
    await script.advance(120_000)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })

  it('by listing the item still counts as refused, without a status that says why', async () => {
    const { script, depth } = await subscribed()
    depth.close()
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([`lingering DEPTH ${BTC} refused`, UNSUBSCRIBE])
    await script.receive(confirmation('UNAUTHENTICATED'))
    await script.end(...CLOSING)
  })

  it('in part is asked for again in that part', async () => {
    const script = await opened()
    const depth = await confirmed(script, script.client.subscribe({ channel: 'DEPTH', items: [BTC, ETH] }))
    depth.close()
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}+${ETH}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', ETH]))
    expect(await script.did()).toEqual([`lingering DEPTH ${ETH} refused`, `send UNSUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
    await script.end(...CLOSING)
  })

  it('is over with the connection', async () => {
    const { script, depth } = await subscribed()
    depth.close()
    await script.did()
    await refusedTwice(script)
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    await script.did()
    await script.advance(5000)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })

  it('keeps nobody waiting who wants the item again: a subscription takes its place', async () => {
    const { script, depth } = await subscribed()
    depth.close()
    await script.did()
    await refusedTwice(script)
    const again = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED'])
    // The wait for the next attempt ends meanwhile.
    await script.advance(5000)
    expect(await script.did()).toEqual([])
    ;(await again).close()
    expect(await script.did()).toEqual([UNSUBSCRIBE])
    await script.receive(confirmation('UNAUTHENTICATED'))
    await script.advance(5000)
    await script.end(...CLOSING)
  })
})

describe('an unsubscription that the server does not answer', () => {
  it('is told and asked for again, and a late answer settles it', async () => {
    const { script, depth } = await subscribed({ requestTimeoutMs: 5000 })
    depth.close()
    expect(await script.did()).toEqual([UNSUBSCRIBE])
    await script.advance(5000)
    expect(await script.did()).toEqual([`lingering DEPTH ${BTC} unanswered`, UNSUBSCRIBE])
    await script.receive(confirmation('UNAUTHENTICATED'), confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })

  it('leaves the session authenticating until the server says something, whatever that answers', async () => {
    const script = await opened({ auth, requestTimeoutMs: 1000 })
    const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.advance(1000)
    expect(await outcome).toBeInstanceOf(TimeoutError)
    for (let round = 0; round < 2; round++) {
      expect((await script.did()).at(-1)).toBe(`send UNSUBSCRIBE DEPTH ${BTC}`)
      await script.advance(1000)
    }
    // The third one waits, so nothing is in flight.
    expect(await script.did()).toEqual([`lingering DEPTH ${BTC} unanswered`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await script.end(...CLOSING)
  })

  it('that only seems to have been answered is sent again when the server comes to what it was to end', async () => {
    const script = await opened({ requestTimeoutMs: 1000, pingIntervalMs: 1_000_000 })
    const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    await script.did()
    await script.advance(1000)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    expect(await outcome).toBeInstanceOf(TimeoutError)
    // A word about the connection, which lists nothing: the server has not come to the first request yet.
    await script.receive({ ...confirmation('UNAUTHENTICATED'), update: 'UPDATE' })
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    // The answer to the first UNSUBSCRIBE is none to the second.
    await script.receive(confirmation('ERROR', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status ERROR'])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED'])
    await script.advance(60_000)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })

  it('that only seems to have been answered is sent again when the answer to another request lists what it was to end', async () => {
    const script = await opened({ auth, requestTimeoutMs: 1000 })
    const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    await script.did()
    await script.advance(1000)
    // What was asked for with credentials is ended with credentials.
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
    expect(await outcome).toBeInstanceOf(TimeoutError)
    await script.receive({ ...confirmation('AUTHENTICATED'), update: 'UPDATE' })
    await script.did()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${ETH}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC, ETH]))
    await subscribing
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })
})

describe('what the server still tells of a subscription that has ended', () => {
  it('is told as unrouted while the item lingers', async () => {
    const script = await opened({ resolveSymbols: false })
    const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    trades.close()
    await script.did()
    await script.receive(confirmation('ERROR', ['TRADE', BTC]))
    await script.did()
    await script.receive(trade('1', '100'))
    expect(await script.did()).toEqual(['unrouted TRADE UPDATE'])
    await script.end(...CLOSING)
  })

  it('makes no book live that was opened meanwhile: only the snapshot of its own subscription does', async () => {
    const { script, depth } = await subscribed()
    depth.close()
    expect(await script.did()).toEqual([UNSUBSCRIBE])
    const opening = script.client.orderBook(BTC)
    // On its way since before the unsubscription: whoever believed it would not hear of what follows.
    await script.receive(depthSnapshot(BTC, [['99', '1']], []), complete('DEPTH', BTC), depthUpdate(BTC, [], []))
    expect(await script.did()).toEqual([
      'unrouted DEPTH SNAPSHOT',
      'unrouted DEPTH SNAPSHOT_COMPLETE',
      'unrouted DEPTH UPDATE',
    ])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    const book = await opening
    expect(book.state).toBe('syncing')
    await script.receive(depthSnapshot(BTC, [['98', '1']], []), complete('DEPTH', BTC))
    expect([book.state, book.bestBid?.price]).toEqual(['live', '98'])
    await script.end(...CLOSING)
  })

  it('makes no book live again that is being fetched anew', async () => {
    const { script, book } = await withBook({ auth })
    await script.receive(depthUpdate(BTC, [], [], '15'))
    expect(await script.did()).toEqual(['gap DEPTH 10..15', 'book stale: gap', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.receive(depthSnapshot(BTC, [['97', '1']], [], '16'), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['unrouted DEPTH SNAPSHOT', 'unrouted DEPTH SNAPSHOT_COMPLETE'])
    expect([book.state, book.bestBid?.price]).toEqual(['stale', '99'])
    await script.end(...CLOSING)
  })
})

describe('what the server still tells of a book that waits its turn to be subscribed anew', () => {
  it('does not make it live', async () => {
    const { script, book } = await withBook({ auth, maxItemsPerRequest: 1 })
    await confirmed(script, script.client.orderBook(ETH), ['DEPTH', BTC])
    await script.receive(depthUpdate(BTC, [], [], '15'))
    expect(await script.did()).toEqual(['gap DEPTH 10..15', 'book stale: gap', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', ETH]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${ETH}`])
    await script.receive(depthSnapshot(BTC, [['98', '1']], [], '16'), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['unrouted DEPTH SNAPSHOT', 'unrouted DEPTH SNAPSHOT_COMPLETE'])
    expect(book.state).toBe('stale')
    await script.end(...CLOSING)
  })
})

describe('a book that is fetched anew', () => {
  it('takes a new connection when the server confirms it and sends no snapshot', async () => {
    const { script, book } = await withBook({ auth, requestTimeoutMs: 5000 })
    await script.receive(depthUpdate(BTC, [], [], '15'))
    await script.did()
    // Refused, so it never left; whether such a subscription gets another snapshot is not published (W14).
    await script.receive(confirmation('ERROR', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await script.receive(depthUpdate(BTC, [], [], '16'))
    await script.advance(4999)
    expect([await script.did(), book.state]).toEqual([[], 'stale'])
    await script.advance(1)
    expect(await script.did()).toEqual([
      'terminate',
      'state reconnecting',
      'disconnect 1006 lost: no snapshot in time, back in 500 ms',
    ])
    await script.end('state closed')
  })

  it('is not waited for by a client that is closed', async () => {
    const { script } = await withBook({ auth })
    await script.receive(depthUpdate(BTC, [], [], '15'))
    await script.did()
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await script.end(...CLOSING)
  })

  it('is waited for while a slow consumer keeps the socket paused', async () => {
    const options = { resolveSymbols: false, pingIntervalMs: 1_000_000, buffer: { capacity: 4 } } as const
    const { script, book } = await withBook({ auth, requestTimeoutMs: 5000, ...options })
    const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }), ['DEPTH', BTC])
    await script.receive(depthUpdate(BTC, [], [], '15'))
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`])
    await script.receive(
      confirmation('AUTHENTICATED', ['DEPTH', BTC], ['TRADE', BTC]),
      trade('1', '1'),
      trade('1', '2'),
    )
    expect(await script.did()).toEqual(['pause'])
    await script.receive(depthSnapshot(BTC, [['98', '1']], [], '16'), complete('DEPTH', BTC))
    await script.advance(60_000)
    expect([await script.did(), book.state]).toEqual([[], 'stale'])
    trades.close()
    expect(await script.did()).toEqual(['resume', 'book syncing', 'book live', `send UNSUBSCRIBE TRADE ${BTC}`])
    await script.end(...CLOSING, 'book stale: ended')
  })
})
