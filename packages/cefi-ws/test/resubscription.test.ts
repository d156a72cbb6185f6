import { describe, expect, it } from 'vitest'
import { SubscriptionRefusedError } from '../src/errors/subscription-refused-error.ts'
import { complete, confirmation, depthSnapshot, depthUpdate } from './support/frames.ts'
import { auth, BTC, CLOSING, failure, opened, subscribed } from './support/start.ts'

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
