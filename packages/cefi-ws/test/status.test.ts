import { describe, expect, it } from 'vitest'
import { complete, confirmation, depthSnapshot, depthUpdate } from './support/frames.ts'
import { auth, BTC, CLOSING, confirmed, ETH, failure, opened, withBook } from './support/start.ts'

const CLIENT = '78901985048264710'

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

  it('is news also in an UPDATE that lists nothing, which is no answer', async () => {
    const { script } = await withBook({ auth })
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${ETH}`])
    await script.receive({ channel: 'WEBSOCKET', update: 'UPDATE', status: 'UNAUTHENTICATED' })
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
    const orders = await confirmed(script, script.client.dropCopy([CLIENT]))
    orders.subscription.on('stale', (reason) => script.note(`stale: ${reason}`))
    await script.receive({ ...confirmation('UNAUTHENTICATED', ['DROPCOPY', CLIENT]), update: 'UPDATE' })
    expect(await script.did()).toEqual([
      'status UNAUTHENTICATED',
      'stale: unauthenticated',
      `send UNSUBSCRIBE DROPCOPY ${CLIENT}`,
      'state authenticating',
      'stale: resubscribing',
    ])
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live', `send SUBSCRIBE DROPCOPY ${CLIENT}`])
    await script.end(...CLOSING)
  })

  it('leave a book as it is that was asked for without them', async () => {
    const script = await opened({ auth })
    const book = await confirmed(script, script.client.orderBook(BTC, { signed: false }))
    await confirmed(script, script.client.dropCopy([CLIENT]), ['DEPTH', BTC])
    await script.receive(depthSnapshot(BTC, [['99', '1']], []), complete('DEPTH', BTC))
    await script.receive({ ...depthUpdate(BTC, [], []), status: 'UNAUTHENTICATED' })
    expect([(await script.did()).at(1), book.state]).toEqual([`send UNSUBSCRIBE DROPCOPY ${CLIENT}`, 'live'])
    await script.end(...CLOSING)
  })
})
