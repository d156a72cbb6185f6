import { describe, expect, it } from 'vitest'
import type { Subscription } from '../src/subscription/subscription.ts'
import { confirmation, depthSnapshot, trade } from './support/frames.ts'
import type { Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, ETH, failure, opened, subscribed } from './support/start.ts'

describe('items that several want', () => {
  it('are asked for with credentials as soon as one of them does', async () => {
    const script = await opened({ auth })
    const first = script.client.subscribe({ channel: 'TRADE', items: [BTC], signed: false })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH INSTRUMENT+TRADE ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['INSTRUMENT', BTC], ['TRADE', BTC]))
    await first
    await script.did()
    const second = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH INSTRUMENT+TRADE ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE INSTRUMENT+TRADE ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['INSTRUMENT', BTC], ['TRADE', BTC]))
    await second
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    await script.end(...CLOSING)
  })

  it('are not confirmed with credentials by having been confirmed without', async () => {
    const script = await opened({ auth, resolveSymbols: false })
    await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC], signed: false }))
    void script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${ETH}`, 'state authenticating'])
    void script.client.subscribe({ channel: 'TRADE', items: [BTC] }).then(() => script.note('joined'))
    expect(await script.did()).toEqual([])
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC], ['DEPTH', ETH]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live', `send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', ETH]))
    expect(await script.did()).toEqual([`send SUBSCRIBE TRADE ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC], ['DEPTH', ETH]))
    expect(await script.did()).toEqual(['joined'])
    await script.end(...CLOSING)
  })

  it('of TRADE are joined without a request', async () => {
    const script = await opened({ resolveSymbols: false })
    const first = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    const streams = [await first, await script.client.subscribe({ channel: 'TRADE', items: [BTC] })]
    for (const [index, stream] of streams.entries()) stream.on('message', () => script.note(`trade to ${index}`))
    await script.receive(trade('1', '100'))
    expect(await script.did()).toEqual(['trade to 0', 'trade to 1'])
    streams[0]?.close()
    expect(await script.did()).toEqual([])
    streams[1]?.close()
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.end(...CLOSING)
  })

  it('are not confirmed to one who joins while there is no connection', async () => {
    const { script } = await subscribed()
    await script.drop(1006)
    await script.did()
    void script.client.subscribe({ channel: 'DEPTH', items: [BTC] }).then(() => script.note('joined'))
    expect(await script.did()).toEqual([])
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toContain('joined')
    await script.end(...CLOSING)
  })

  it('of TRADE tell one who joins while they are asked for anew that something may be missing', async () => {
    const script = await opened({ auth, resolveSymbols: false })
    const first = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    const second = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    for (const stream of [await first, await second]) stream.on('stale', () => script.note('stale'))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    void script.client.authenticate(auth)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE TRADE ${BTC}`, 'stale', 'stale'])
    const third = script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await script.receive(trade('1', '100'), confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE TRADE ${BTC}`])
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    const joined = await third
    joined.on('stale', (reason) => script.note(`${reason} after ${joined.buffered}`))
    expect(await script.did()).toEqual(['resubscribing after 1'])
    await script.end(...CLOSING)
  })

  it('of DEPTH are subscribed anew, so that the one who joins gets a snapshot', async () => {
    const { script } = await subscribed()
    const joining = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    const joined = await joining
    const next = joined[Symbol.asyncIterator]().next()
    await script.receive(depthSnapshot(BTC, [['1', '1']], []))
    await expect(next).resolves.toMatchObject({ value: { update: 'SNAPSHOT' } })
    await script.end(...CLOSING)
  })

  it('of DEPTH are subscribed anew also for one who joins between the snapshot and a confirmation that follows it', async () => {
    const script = await opened()
    const book = script.client.orderBook(BTC)
    await script.did()
    await script.receive(depthSnapshot(BTC, [['99', '1']], [], '1'))
    const joined = script.client.orderBook(BTC)
    expect(await script.did()).toEqual([])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toContain(`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`)
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(depthSnapshot(BTC, [['98', '1']], [], '2'))
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect([(await book).bestBid?.price, (await joined).bestBid?.price]).toEqual(['98', '98'])
    await script.end(...CLOSING)
  })

  it('of DEPTH are confirmed to the one who joins only when they were subscribed anew', async () => {
    const { script } = await subscribed()
    void script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
    void script.client.subscribe({ channel: 'DEPTH', items: [BTC] }).then(() => script.note('joined'))
    expect(await script.did()).toEqual([])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC, ETH]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', ETH]))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC, ETH]))
    expect(await script.did()).toEqual(['joined'])
    await script.end(...CLOSING)
  })

  /** One who wants a book without credentials, and what becomes of another who joins with them. */
  async function joined(): Promise<{ readonly script: Script; readonly joining: Promise<Subscription<'DEPTH'>> }> {
    const script = await opened({ auth, backoff: { minMs: 0 } })
    const first = await confirmed(script, script.client.subscribe({ channel: 'DEPTH', items: [BTC], signed: false }))
    first.on('end', () => script.note('end of the first'))
    first.on('resumed', () => script.note('the first resumed'))
    await script.did()
    const joining = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    return { script, joining }
  }

  it('are asked for without credentials again when those of the one who joins are refused', async () => {
    const { script, joining } = await joined()
    const outcome = failure(joining)
    await script.receive(confirmation('UNAUTHORIZED'))
    expect(await script.did()).toEqual(['state live', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    expect(await outcome).toMatchObject({ code: 'permission_denied' })
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['the first resumed'])
    await script.end(...CLOSING, 'end of the first')
  })

  it('end only for the one who has asked for credentials, when these are refused on later connections', async () => {
    const { script, joining } = await joined()
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    const second = await joining
    second.on('end', (error) => script.note(`end of the second: ${error?.name}`))
    await script.did()
    for (let refusal = 1; refusal <= 3; refusal++) {
      if (script.isOpen) await script.drop(1006)
      await script.did()
      await script.advance(1)
      await script.did()
      await script.open()
      expect(await script.did()).toContain(`send SUBSCRIBE DEPTH ${BTC}`)
      await script.receive(confirmation('UNAUTHORIZED'))
    }
    expect(await script.did()).toEqual([
      'state live',
      'end of the second: SubscriptionRefusedError',
      `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`,
    ])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toContain('the first resumed')
    await script.end(...CLOSING, 'end of the first')
  })
})
