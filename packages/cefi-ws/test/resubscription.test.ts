import { describe, expect, it } from 'vitest'
import { SubscriptionRefusedError } from '../src/errors/subscription-refused-error.ts'
import { complete, confirmation, depthSnapshot, depthUpdate } from './support/frames.ts'
import { auth, BTC, CLOSING, ETH, failure, opened, subscribed, withBook } from './support/start.ts'

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

describe('a book that is opened again before it was the turn of its end', () => {
  it('is asked for anew, so that it gets a snapshot', async () => {
    const { script, book } = await withBook()
    void script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
    book.close()
    const opening = script.client.orderBook(BTC)
    expect(await script.did()).toEqual(['book stale: ended'])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC, ETH]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', ETH]))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC, ETH]))
    const again = await opening
    await script.receive(depthSnapshot(BTC, [['98', '1']], []), complete('DEPTH', BTC))
    expect(again.state).toBe('live')
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

describe('a subscription that was in force on an earlier connection', () => {
  it('is tried again on new connections, and ends with the error at the third refusal', async () => {
    const { script, depth } = await subscribed()
    depth.on('end', (error) => script.note(`end ${error?.name}`))
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    for (const delayMs of [1000, 2000]) {
      await script.advance(delayMs / 2)
      expect(await script.did()).toEqual(['state connecting', 'connect'])
      await script.open()
      expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
      await script.receive(confirmation('ERROR'))
      expect(await script.did()).toEqual([
        'status ERROR',
        'terminate',
        'state reconnecting',
        `disconnect 1006 lost: subscription refused, back in ${delayMs} ms`,
      ])
    }
    await script.advance(2000)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('ERROR'))
    expect(await script.did()).toEqual(['status ERROR', 'end SubscriptionRefusedError', 'state live'])
    await script.end(...CLOSING)
  })

  it('may be refused as often again once it was confirmed in between', async () => {
    const { script, depth } = await subscribed({ backoff: { minMs: 0 } })
    depth.on('end', () => script.note('end'))
    for (const status of ['ERROR', 'ERROR', 'UNAUTHENTICATED', 'ERROR', 'ERROR', 'UNAUTHENTICATED']) {
      if (script.isOpen) await script.drop(1006)
      await script.did()
      await script.advance(1)
      expect(await script.did()).toEqual(['state connecting', 'connect'])
      await script.open()
      expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
      await script.receive(confirmation(status, ...(status === 'ERROR' ? [] : [['DEPTH', BTC] as const])))
      expect(await script.did()).not.toContain('end')
    }
    await script.end(...CLOSING, 'end')
  })

  it('is saved by a new connection when its confirmation does not come', async () => {
    const { script } = await subscribed({ requestTimeoutMs: 5000 })
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.advance(5000)
    expect(await script.did()).toEqual([
      'terminate',
      'state reconnecting',
      'disconnect 1006 lost: no confirmation in time, back in 1000 ms',
    ])
    await script.end('state closed')
  })
})
