import { describe, expect, it } from 'vitest'
import { following, isLeft, PARTING } from './support/following.ts'
import { confirmation, depthSnapshot, depthUpdate, trade } from './support/frames.ts'
import type { Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, opened } from './support/start.ts'

describe('trades that both connections tell', () => {
  it('are delivered once, whichever tells them first', async () => {
    const { script } = await following()
    await script.on(0).receive(trade('1', '100', '7'), trade('1', '101', '8'))
    expect(await script.did()).toEqual(['trade 100', 'trade 101'])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).receive(trade('1', '101', '0'), trade('1', '102', '1'))
    expect(await script.did()).toEqual(['trade 102'])
    await script.end(...CLOSING)
  })

  /** The one in use was asked to end something for a next one that is gone, and answers when there is another. */
  async function endedLate(): Promise<Script> {
    const { script } = await following({ requestTimeoutMs: 60_000 })
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    expect(await script.did()).toEqual([PARTING])
    await script.on(1).drop(1013)
    await script.on(0).advance(10_000)
    expect(await script.did()).toEqual(['ping', 'connect'])
    await script.pong()
    await script.on(1).open()
    expect(await script.did()).toEqual([`send SUBSCRIBE TRADE ${BTC}`])
    return script
  }

  it('of what the next one is still to ask for are not delivered as if nothing were missing behind them', async () => {
    const script = await endedLate()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['stale: resubscribing', PARTING, `send SUBSCRIBE TRADE ${BTC}`])
    await script.on(1).receive(trade('1', '100', '0'), confirmation('AUTHENTICATED'))
    await script.advance(5000)
    expect(await script.did()).toEqual(['close 1000', 'stale: disconnected', 'rotate', `send SUBSCRIBE TRADE ${BTC}`])
    await script.on(0).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]), trade('1', '102', '1'))
    expect(await script.did()).toEqual(['trade 102'])
    await script.end(...CLOSING)
  })

  it('of before the one in use began anew are not delivered behind what came later', async () => {
    const script = await endedLate()
    await script.on(0).receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual(['stale: resubscribing', `send SUBSCRIBE TRADE ${BTC}`])
    const both = confirmation('AUTHENTICATED', ['TRADE', BTC])
    await script.receive(both, trade('1', '101', '0'))
    expect(await script.did()).toEqual(['trade 101'])
    await script.on(1).receive(both, trade('1', '100', '0'), trade('1', '101', '1'))
    expect(await script.did()).toEqual([PARTING])
    await script.receive(confirmation('AUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE TRADE ${BTC}`])
    await script.receive(both)
    await isLeft(script)
    await script.on(0).receive(trade('1', '102', '2'))
    expect(await script.did()).toEqual(['trade 102'])
    await script.end(...CLOSING)
  })

  it('of an attempt that failed are not delivered with the next one', async () => {
    const { script } = await following()
    await script.on(1).receive(trade('1', '100', '0'))
    await script.on(1).drop(1013)
    await script.on(0).advance(10_000)
    expect(await script.did()).toEqual(['ping', 'connect'])
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).end(...CLOSING)
  })

  it('of an attempt that failed are not held against the next one', async () => {
    const { script } = await following()
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.on(1).drop(1013)
    await script.on(0).advance(10_000)
    expect(await script.did()).toEqual(['ping', 'connect'])
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).receive(trade('1', '100', '0'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.end(...CLOSING)
  })

  it.each<[string, object | string, readonly string[]]>([
    ['has left out', trade('1', '102', '9'), ['close 1000', 'gap TRADE 7..9', 'stale: gap', 'trade 102']],
    ['has told as nobody can read', '{', ['violation not JSON', 'close 1000', 'stale: corrupt']],
  ])('and that the one in use %s are not delivered behind what came later', async (_, fault, did) => {
    const { script } = await following()
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.on(1).receive(trade('1', '100', '0'), trade('1', '101', '1'))
    await script.on(0).receive(fault)
    expect((await script.did()).toSorted()).toEqual(did.toSorted())
    await script.advance(9999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    // The gap was told; another connection is tried when the time is up again.
    expect(await script.did()).toEqual(['ping', 'connect'])
    await script.end('terminate', ...CLOSING)
  })

  it('and that the one in use has left out, as it may without credentials, come late rather than never', async () => {
    const { script } = await following({ auth: undefined })
    const both = confirmation('UNAUTHENTICATED', ['TRADE', BTC])
    const [missed, told] = [trade('1', '100', '0'), trade('1', '101', '1')]
    await script.on(1).receive(both, missed, told)
    await script.on(0).receive(trade('1', '101', '9'))
    expect(await script.did()).toEqual(['trade 101'])
    await script.advance(2000)
    expect(await script.did()).toEqual([PARTING.replace('UNSUBSCRIBE', 'UNSUBSCRIBE_NO_AUTH')])
    await script.on(0).receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual(['close 1000', 'rotate', 'trade 100'])
    await script.on(0).end(...CLOSING)
  })

  it('that were left out before do not put the change off', async () => {
    const script = await opened({ auth, rotateAfterMs: 10_000, resolveSymbols: false })
    void script.client.subscribe({ channel: 'TRADE', items: [BTC] })
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await script.did()
    await script.advance(9000)
    await script.receive(trade('1', '100', '7'), trade('1', '102', '9'))
    expect(await script.did()).toEqual(['gap TRADE 7..9'])
    await script.advance(1000)
    expect(await script.did()).toEqual(['connect'])
    await script.end('terminate', ...CLOSING)
  })

  it('are no reason to keep the old one when it is a book that has a gap', async () => {
    const { script } = await following()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    await script.did()
    const both = confirmation('AUTHENTICATED', ['TRADE', BTC], ['DEPTH', BTC])
    await script.on(0).receive(both, depthSnapshot(BTC, [], [], '1'))
    await subscribing
    await script.on(0).receive(depthUpdate(BTC, [], [], '5'))
    expect(await script.did()).toEqual(['gap DEPTH 1..5', `send UNSUBSCRIBE DEPTH ${BTC}`])
    await script.end('close 1000', ...CLOSING)
  })

  it('of a connection that is left already are not delivered, not even with the next change', async () => {
    const { script } = await following()
    script.ignoreClose()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual([])
    await script.advance(2000)
    expect(await script.did()).toEqual(['terminate'])
    await script.advance(18_000)
    expect(await script.did()).toEqual(['ping', 'connect'])
    await script.pong()
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.advance(2000)
    expect(await script.did()).toEqual(['terminate'])
    const closing = script.on(0).client.close()
    expect(await script.did()).toEqual([...CLOSING])
    await script.advance(2000)
    expect(await script.did()).toEqual(['terminate'])
    await closing
    await script.end()
  })

  it('are only left out as often as they were told', async () => {
    const { script } = await following()
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).receive(trade('1', '100', '0'), trade('1', '100', '1'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.end(...CLOSING)
  })

  it('are not taken for one that was told before the next one asked, where nothing tells them apart', async () => {
    const script = await opened({ auth, rotateAfterMs: 10_000, resolveSymbols: false })
    const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC] }))
    trades.on('message', () => script.note('trade'))
    await script.did()
    await script.advance(10_000)
    expect(await script.did()).toEqual(['connect'])
    // Members of a trade may be left out, the match too.
    const alike = { channel: 'TRADE', update: 'UPDATE', data: { trade_price: '100', trade_qty: '1' } }
    await script.on(0).receive(alike)
    expect(await script.did()).toEqual(['trade'])
    await script.on(1).open()
    await script.did()
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).receive(alike)
    expect(await script.did()).toEqual(['trade'])
    await script.end(...CLOSING)
  })

  it.each([
    ['long', 0, ['state stale', 'stale: silence']],
    ['short', 8000, []],
  ])(
    'are delivered once, though a slow consumer keeps the new one from being read for a %s time',
    async (_, ms, did) => {
      const { script } = await following()
      await script.on(0).receive(trade('1', '100', '7'))
      expect(await script.did()).toEqual(['trade 100'])
      await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
      await isLeft(script)
      const slow = script.client.subscribe({ channel: 'TRADE', items: [BTC], buffer: { capacity: 2 } })
      await script.on(0).advance(ms)
      await script.receive(trade('1', '99', '0'))
      expect(await script.did()).toEqual(['trade 99', 'pause'])
      await script.receive(trade('1', '100', '1'))
      await script.advance(12_000 - ms)
      expect(await script.did()).toEqual(did)
      ;(await slow).close()
      const resumed = await script.did()
      expect(resumed).toContain('resume')
      expect(resumed).not.toContain('trade 100')
      await script.end(...CLOSING)
    },
  )

  it('are delivered once, though nothing ran for longer than both of them tell the same', async () => {
    const { script } = await following()
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.on(0).advance(8000)
    script.clock.jump(60_000)
    await script.advance(1000)
    expect(await script.did()).toEqual(['state stale', 'stale: silence', 'ping'])
    await script.advance(2000)
    await script.receive(trade('1', '100', '0'), trade('1', '101', '1'))
    expect(await script.did()).toEqual(['trade 101'])
    await script.pong()
    expect(await script.did()).toEqual(['state live'])
    await script.end(...CLOSING)
  })

  it('are delivered again when the overlap is long past', async () => {
    const { script } = await following()
    await script.on(0).receive(trade('1', '100', '7'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.on(1).receive(confirmation('AUTHENTICATED', ['TRADE', BTC]))
    await isLeft(script)
    await script.advance(10_000)
    await script.on(0).receive(trade('1', '100', '0'))
    expect(await script.did()).toEqual(['trade 100'])
    await script.end(...CLOSING)
  })
})
