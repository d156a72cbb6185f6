import { AbortedError, TimeoutError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { SubscriptionRefusedError } from '../src/errors/subscription-refused-error.ts'
import { complete, confirmation, depthSnapshot } from './support/frames.ts'
import type { Script } from './support/script.ts'
import { BTC, CLOSING, confirmed, ETH, failure, opened, subscribed, withBook } from './support/start.ts'

describe('a confirmation', () => {
  it('that comes late does not answer the request after it', async () => {
    const script = await opened({ requestTimeoutMs: 5000 })
    const first = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.advance(5000)
    expect(await first).toBeInstanceOf(TimeoutError)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    const second = script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    // The answer to the first request, which says that BTC is in force: not what the second one asked for.
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', ETH]))
    await expect(second).resolves.toMatchObject({ items: [ETH] })
    await script.end(...CLOSING)
  })

  it('that comes late is still expected after a word about the connection', async () => {
    const script = await opened({ requestTimeoutMs: 5000 })
    const unanswered = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    await script.did()
    await script.advance(5000)
    expect(await unanswered).toBeInstanceOf(TimeoutError)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive({ ...confirmation('UNAUTHENTICATED', ['DEPTH', BTC]), update: 'UPDATE' })
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })

  it('that came late is forgiven once: the next refusal counts', async () => {
    const script = await opened({ requestTimeoutMs: 5000 })
    const first = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    await script.did()
    await script.advance(5000)
    expect(await first).toBeInstanceOf(TimeoutError)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    const second = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH] }))
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
    await script.receive(confirmation('INVALID'))
    expect(await script.did()).toEqual(['status INVALID'])
    expect(await second).toBeInstanceOf(SubscriptionRefusedError)
    await script.end(...CLOSING)
  })

  describe('of a request that was given up', () => {
    /** A client on whose connection the request for BTC was not answered, nor taken back. */
    async function unanswered(): Promise<Script> {
      const script = await opened({ requestTimeoutMs: 5000, pingIntervalMs: 1_000_000 })
      const first = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
      await script.did()
      await script.advance(5000)
      expect(await first).toBeInstanceOf(TimeoutError)
      expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
      await script.receive(confirmation('UNAUTHENTICATED'))
      expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
      return script
    }

    /** What becomes of a subscription that is answered by a refusal, or by one that was owed. */
    async function refused(script: Script): Promise<unknown> {
      const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH] }))
      expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
      await script.receive(confirmation('UNAUTHENTICATED'))
      await script.advance(5000)
      return outcome
    }

    it('may be the next refusal', async () => {
      const script = await unanswered()
      expect(await refused(script)).toBeInstanceOf(TimeoutError)
      expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
      await script.end(...CLOSING)
    })

    it('has not been that refusal where no other came in time, so that the next but one is an answer again', async () => {
      const script = await unanswered()
      expect(await refused(script)).toBeInstanceOf(TimeoutError)
      await script.did()
      await script.receive(confirmation('UNAUTHENTICATED'))
      const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: ['SOL-PYUSD'] }))
      await script.did()
      await script.receive(confirmation('UNAUTHENTICATED'))
      expect(await outcome).toBeInstanceOf(SubscriptionRefusedError)
      await script.end(...CLOSING)
    })

    it('does not come any more once a later one is answered for certain', async () => {
      const script = await unanswered()
      await confirmed(script, script.client.subscribe({ channel: 'DEPTH', items: ['SOL-PYUSD'] }))
      const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH] }))
      await script.did()
      await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', 'SOL-PYUSD']))
      expect(await outcome).toBeInstanceOf(SubscriptionRefusedError)
      await script.end(...CLOSING)
    })

    it('is not thought to have come because an item that it is about is in force', async () => {
      const script = await unanswered()
      await confirmed(script, script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
      const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH] }))
      await script.did()
      await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
      await script.advance(5000)
      expect(await outcome).toBeInstanceOf(TimeoutError)
      await script.did()
      await script.end(...CLOSING)
    })

    it.each([
      [9999, TimeoutError],
      [10_000, SubscriptionRefusedError],
    ])('is not waited for longer than two more requests would be: %i ms later a refusal is a %o', async (ms, kind) => {
      const script = await unanswered()
      await script.advance(ms)
      const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH] }))
      await script.did()
      await script.receive(confirmation('UNAUTHENTICATED'))
      await script.did()
      await script.advance(5000)
      expect(await outcome).toBeInstanceOf(kind)
      await script.did()
      await script.end(...CLOSING)
    })

    it('is awaited anew when another one is given up', async () => {
      const script = await unanswered()
      await script.advance(4000)
      const second = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH] }))
      await script.did()
      await script.advance(5000)
      expect(await second).toBeInstanceOf(TimeoutError)
      await script.did()
      await script.receive(confirmation('UNAUTHENTICATED'))
      await script.advance(9999)
      expect(await refused(script)).toBeInstanceOf(TimeoutError)
      await script.did()
      await script.end(...CLOSING)
    })

    it('cannot be told from another one without a list', async () => {
      const script = await unanswered()
      const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH] }))
      await script.did()
      await script.receive({ channel: 'WEBSOCKET', update: 'SNAPSHOT', status: 'UNAUTHENTICATED' })
      await script.advance(5000)
      expect(await outcome).toBeInstanceOf(TimeoutError)
      await script.did()
      await script.end(...CLOSING)
    })
  })

  it('with update UPDATE that does not list the items leaves the request waiting', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive({ ...confirmation('UNAUTHENTICATED'), update: 'UPDATE' })
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    await expect(subscribing).resolves.toMatchObject({ items: [BTC] })
    await script.end(...CLOSING)
  })

  it('with update UPDATE that lists the items is enough, and the answer that follows is no refusal of the next', async () => {
    const script = await opened()
    const first = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    const second = script.client.subscribe({ channel: 'TRADE', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive({ ...confirmation('UNAUTHENTICATED', ['DEPTH', BTC]), update: 'UPDATE' })
    await first
    expect(await script.did()).toContain(`send SUBSCRIBE_NO_AUTH INSTRUMENT+TRADE ${ETH}`)
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC], ['INSTRUMENT', ETH], ['TRADE', ETH]))
    await expect(second).resolves.toMatchObject({ items: [ETH] })
    await script.end(...CLOSING)
  })

  it('that is repeated, to the nanosecond, is no refusal of the next request', async () => {
    const script = await opened()
    const first = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    const second = script.client.subscribe({ channel: 'TRADE', items: [ETH] })
    await script.did()
    const answer = { ...confirmation('UNAUTHENTICATED', ['DEPTH', BTC]), timestamp: '1767225600900000001' }
    await script.receive(answer)
    await first
    expect(await script.did()).toContain(`send SUBSCRIBE_NO_AUTH INSTRUMENT+TRADE ${ETH}`)
    await script.receive(answer)
    expect(await script.did()).toEqual([])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC], ['INSTRUMENT', ETH], ['TRADE', ETH]))
    await expect(second).resolves.toMatchObject({ items: [ETH] })
    await script.end(...CLOSING)
  })

  it.each([
    ['says the same at another time', { timestamp: '1767225600900000002' }, '1767225600900000001'],
    ['says the same within one second, of a server that counts these', { timestamp: '1767225600' }, '1767225600'],
    ['says the same without a time', {}, undefined],
    ['says something else at the same time', { status: 'ERROR' }, '1767225600900000001'],
  ])('that %s is an answer of its own', async (_, change, timestamp) => {
    const script = await opened()
    const first = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    const second = failure(script.client.subscribe({ channel: 'TRADE', items: [ETH] }))
    await script.did()
    const refusal = { ...confirmation('INVALID'), ...(timestamp === undefined ? {} : { timestamp }) }
    await script.receive(refusal)
    expect(await first).toBeInstanceOf(SubscriptionRefusedError)
    await script.did()
    await script.receive({ ...refusal, ...change })
    expect(await second).toBeInstanceOf(SubscriptionRefusedError)
    await script.did()
    await script.end(...CLOSING)
  })

  it('with update UPDATE confirms nothing of a request that is not answered yet, to one who asks for a part of it', async () => {
    const script = await opened()
    const abort = new AbortController()
    const both = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC, ETH], signal: abort.signal }))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}+${ETH}`])
    abort.abort()
    expect(await both).toBeInstanceOf(AbortedError)
    await script.receive({ ...confirmation('UNAUTHENTICATED', ['DEPTH', BTC]), update: 'UPDATE' })
    await script.did()
    void script.client.subscribe({ channel: 'DEPTH', items: [BTC] }).then(() => script.note('confirmed'))
    expect(await script.did()).toEqual([])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC, ETH]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${ETH}`, 'confirmed'])
    await script.end(...CLOSING)
  })

  it('without a list is taken at its status', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive({ channel: 'WEBSOCKET', update: 'SNAPSHOT', status: 'UNAUTHENTICATED' })
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await expect(subscribing).resolves.toMatchObject({ items: [BTC] })
    await script.end(...CLOSING)
  })

  it('that nobody asked for changes nothing', async () => {
    const { script } = await subscribed({ requestTimeoutMs: 5000 })
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([])
    // Nor is it taken for a late answer before there can be one.
    const unanswered = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH] }))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
    await script.advance(5000)
    expect(await unanswered).toBeInstanceOf(TimeoutError)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC, ETH]))
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })

  it('that nobody asked for and that leaves out what was in force has it asked for anew, at growing intervals', async () => {
    const { script, book } = await withBook()
    for (const waitMs of [0, 500, 1000]) {
      await script.receive({ ...confirmation('UNAUTHENTICATED'), update: 'UPDATE' })
      const [stale, ...sent] = await script.did()
      expect([stale, book.state]).toEqual(['book stale: resubscribing', 'stale'])
      for (const line of sent) script.note(line)
      if (waitMs > 0) await script.advance(waitMs)
      expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
      await script.receive(confirmation('UNAUTHENTICATED'))
      expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
      await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
      await script.receive(depthSnapshot(BTC, [['99', '1']], []), complete('DEPTH', BTC))
      expect(await script.did()).toEqual(['book syncing', 'book live'])
    }
    await script.receive({ ...confirmation('UNAUTHENTICATED'), update: 'UPDATE' })
    expect(await script.did()).toEqual(['book stale: resubscribing'])
    await script.end(...CLOSING)
  })

  it('is awaited for one request before the next is sent', async () => {
    const script = await opened()
    const first = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    const second = script.client.subscribe({ channel: 'TRADE', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([
      'status UNAUTHENTICATED',
      `send SUBSCRIBE_NO_AUTH INSTRUMENT+TRADE ${ETH}`,
      'state live',
    ])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC], ['INSTRUMENT', ETH], ['TRADE', ETH]))
    await Promise.all([first, second])
    await script.end(...CLOSING)
  })
})
