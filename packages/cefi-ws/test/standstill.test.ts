import { describe, expect, it } from 'vitest'
import type { CefiWsClientOptions } from '../src/options.ts'
import { complete, depthSnapshot, depthUpdate, trade } from './support/frames.ts'
import type { Platform, Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, withBook } from './support/start.ts'

const NO_PING = { ping: false, pause: false }

describe('a program that did not run for a while, as on a machine that slept', () => {
  const ASLEEP = ['state stale', 'book stale: silence']

  /** A book whose program has just run on after an hour in which nothing happened to its timers. */
  async function slept(options: CefiWsClientOptions = {}, platform?: Platform): ReturnType<typeof withBook> {
    const { script, book } = await withBook(options, platform)
    script.clock.jump(3_600_000)
    await script.advance(1000)
    return { script, book }
  }

  it('takes no book for live before the server has answered: what comes first is what had waited', async () => {
    const { script, book } = await slept()
    expect(await script.did()).toEqual([...ASLEEP, 'ping'])
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '11'))
    expect([await script.did(), book.state]).toEqual([[], 'stale'])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('tells no change of a book that is not live, and one when it is live again', async () => {
    const { script, book } = await slept()
    await script.did()
    book.on('change', () => script.note(`best bid ${book.bestBid?.price}`))
    await script.receive(depthUpdate(BTC, [['100', '1']], [], '11'))
    expect([await script.did(), book.state]).toEqual([[], 'stale'])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'book live', 'best bid 100'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('takes it for live no more for a gap and a snapshot that had waited', async () => {
    const { script, book } = await slept({ auth, onGap: 'event' })
    expect(await script.did()).toEqual([...ASLEEP, 'ping'])
    await script.receive(depthUpdate(BTC, [], [], '15'))
    expect(await script.did()).toEqual(['gap DEPTH 10..15'])
    await script.receive(depthSnapshot(BTC, [['98', '1']], [], '20'), complete('DEPTH', BTC))
    expect([await script.did(), book.state]).toEqual([['book syncing', 'book stale: silence'], 'stale'])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('finds the socket dead when nothing comes but what had waited', async () => {
    const { script, book } = await slept()
    expect(await script.did()).toEqual([...ASLEEP, 'ping'])
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '11'))
    await script.advance(9999)
    expect([await script.did(), book.state]).toEqual([[], 'stale'])
    await script.advance(1)
    expect(await script.did()).toEqual([
      'terminate',
      'state reconnecting',
      'disconnect 1006 lost: no sign of life, back in 500 ms',
    ])
    await script.end('state closed')
  })

  it('believes a server that answers no ping when it goes on telling', async () => {
    const { script } = await slept()
    await script.did()
    await script.advance(5000)
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '11'))
    await script.advance(4999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it.each([
    [20_000, 5000, []],
    [20_000, 5001, [...ASLEEP, 'ping']],
    // Timers may be late by less than a second.
    [2000, 1000, []],
    [2000, 1001, [...ASLEEP, 'ping']],
  ])('with a ping every %i ms stood still for %i ms', async (pingIntervalMs, standstillMs, did) => {
    const { script } = await withBook({ pingIntervalMs })
    script.clock.jump(standstillMs)
    await script.advance(1000)
    expect(await script.did()).toEqual(did)
    await script.client.close()
  })

  it('finds it while a ping is on its way, too', async () => {
    const { script } = await withBook()
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    script.clock.jump(3_600_000)
    await script.advance(1000)
    expect(await script.did()).toEqual([...ASLEEP, 'ping'])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('asks the server nothing while a slow consumer keeps it from listening', async () => {
    const { script } = await withBook({ resolveSymbols: false })
    const trades = await confirmed(
      script,
      script.client.subscribe({ channel: 'TRADE', items: [BTC], buffer: { capacity: 2 } }),
      ['DEPTH', BTC],
    )
    await script.receive(trade('1', '1'))
    expect(await script.did()).toEqual(['pause'])
    script.clock.jump(3_600_000)
    await script.advance(1000)
    expect(await script.did()).toEqual(ASLEEP)
    trades.close()
    expect(await script.did()).toEqual(['resume', 'ping', `send UNSUBSCRIBE_NO_AUTH TRADE ${BTC}`])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'book live'])
    script.clock.jump(3_600_000)
    await script.advance(1000)
    expect(await script.did()).toEqual([...ASLEEP, 'ping'])
    await script.end(...CLOSING)
  })

  it('takes no answer to a ping that was sent before it for a sign of life', async () => {
    const { script, book } = await withBook()
    await script.advance(20_000)
    expect(await script.did()).toEqual(['ping'])
    script.clock.jump(3_600_000)
    await script.advance(1000)
    expect(await script.did()).toEqual([...ASLEEP, 'ping'])
    await script.pong({ before: 1 })
    expect([await script.did(), book.state]).toEqual([[], 'stale'])
    await script.pong()
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it.each(['frame', 'pong'] as const)(
    'is told before the first %s that had waited, when that comes first',
    async (first) => {
      const { script } = await withBook({ resolveSymbols: false })
      await script.advance(20_000)
      expect(await script.did()).toEqual(['ping'])
      script.clock.jump(3_600_000)
      if (first === 'pong') await script.pong()
      else await script.receive(trade('1', '1'))
      expect(await script.did()).toEqual([...ASLEEP, 'ping', ...(first === 'pong' ? [] : ['unrouted TRADE UPDATE'])])
      await script.advance(1000)
      expect(await script.did()).toEqual([])
      await script.pong()
      expect(await script.did()).toEqual(['state live', 'book live'])
      await script.end(...CLOSING, 'book stale: ended')
    },
  )

  it('believes what comes half of idleTimeoutMs after the first word where there are no pings', async () => {
    const { script } = await slept({ idleTimeoutMs: 10_000 }, NO_PING)
    expect(await script.did()).toEqual(ASLEEP)
    await script.advance(1000)
    await script.receive(depthUpdate(BTC, [['98', '1']], [], '11'))
    await script.advance(4999)
    await script.receive(depthUpdate(BTC, [['98', '2']], [], '12'))
    await script.advance(1)
    expect(await script.did()).toEqual([])
    await script.receive(depthUpdate(BTC, [['98', '3']], [], '13'))
    expect(await script.did()).toEqual(['state live', 'book live'])
    await script.advance(5000)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it.each([
    [10_000, 5000, []],
    [10_000, 5001, ASLEEP],
    [60_000, 30_000, []],
    [60_000, 30_001, ASLEEP],
  ])(
    'is told without pings as silence is: idleTimeoutMs of %i, a standstill of %i ms',
    async (idleTimeoutMs, standstillMs, did) => {
      const { script } = await withBook({ idleTimeoutMs }, NO_PING)
      script.clock.jump(standstillMs)
      await script.advance(1000)
      expect(await script.did()).toEqual(did)
      await script.client.close()
    },
  )

  it('changes nothing where no sign of life is asked for', async () => {
    const { script } = await slept({}, NO_PING)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('can be closed by whoever hears of it, and leaves no timer', async () => {
    const { script } = await withBook()
    script.client.on('state', () => void script.client.close())
    script.clock.jump(3_600_000)
    await script.advance(1000)
    expect(await script.did()).toEqual(['state stale', 'state closed', 'close 1000', 'book stale: ended'])
    await script.end()
  })
})

describe('a browser tab in the background, whose timers run once a minute', () => {
  const MINUTE_MS = 60_000

  /** A tab that has been there for ten minutes, in which nothing changed: the script would have told. */
  async function inBackground(idleTimeoutMs: number, frameEveryMs: number): Promise<Script> {
    const { script } = await withBook({ idleTimeoutMs, resolveSymbols: false }, NO_PING)
    script.clock.throttle(MINUTE_MS)
    for (let elapsedMs = 0; elapsedMs < 10 * MINUTE_MS; elapsedMs += frameEveryMs) {
      await script.advance(frameEveryMs)
      await script.receive(trade('1', '1'))
      expect(await script.did()).toEqual(['unrouted TRADE UPDATE'])
    }
    return script
  }

  it.each([
    ['every ten seconds', 10_000, 30_000],
    ['as often as idleTimeoutMs asks for', 14_999, 30_000],
    ['once a minute', MINUTE_MS, 180_000],
  ])('is live all along while frames come %s', async (_, everyMs, idleTimeoutMs) => {
    const script = await inBackground(idleTimeoutMs, everyMs)
    expect(script.client.state).toBe('live')
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('is stale when the server is silent, a minute late at most, and gives the socket up', async () => {
    const script = await inBackground(30_000, 10_000)
    await script.advance(MINUTE_MS)
    expect(await script.did()).toEqual(['state stale', 'book stale: silence'])
    await script.advance(MINUTE_MS)
    expect(await script.did()).toEqual([
      'terminate',
      'state reconnecting',
      'disconnect 1006 lost: no sign of life, back in 500 ms',
    ])
    await script.client.close()
  })

  it('is stale when the machine slept, though timers are late by themselves', async () => {
    const script = await inBackground(30_000, 10_000)
    script.clock.jump(3_600_000)
    await script.receive(trade('1', '2'))
    expect(await script.did()).toEqual(['state stale', 'book stale: silence', 'unrouted TRADE UPDATE'])
    await script.client.close()
  })
})
