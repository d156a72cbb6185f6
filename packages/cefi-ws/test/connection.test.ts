import { describe, expect, it } from 'vitest'
import { confirmation, instrument, trade, WELCOME } from './support/frames.ts'
import { Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, ETH, failure, opened, subscribed } from './support/start.ts'

describe('a connection that cannot be made', () => {
  it('is given up after connectTimeoutMs and tried again', async () => {
    const script = new Script({ connectTimeoutMs: 3000 })
    expect(await script.did()).toEqual(['connect'])
    await script.advance(2999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual([
      'terminate',
      'state reconnecting',
      'disconnect 1006 lost: no connection in time, back in 500 ms',
    ])
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open'])
    await script.end(...CLOSING)
  })

  it('is tried again when it is refused', async () => {
    const script = new Script()
    expect(await script.did()).toEqual(['connect'])
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    await script.end('state closed')
  })

  it('leaves nothing behind when the client is closed meanwhile', async () => {
    const script = new Script()
    expect(await script.did()).toEqual(['connect'])
    await script.end('state closed', 'terminate')
  })

  it('keeps subscriptions for the time when it opens', async () => {
    const script = new Script()
    expect(await script.did()).toEqual(['connect'])
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    expect(await script.did()).toEqual([])
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await expect(subscribing).resolves.toMatchObject({ channel: 'DEPTH' })
    await script.end(...CLOSING)
  })
})

describe('a connection that is closed by the server', () => {
  it.each([
    [1000, 'normal', 500],
    [1001, 'going-away', 500],
    [1006, 'lost', 500],
    [1007, 'bad-frame', 500],
    [1008, 'refused', 15_000],
    [1009, 'too-large', 500],
    [1011, 'server-failed', 500],
    [1012, 'restarting', 500],
    [1013, 'busy', 15_000],
    [4000, 'other', 500],
  ])('with %i is told as %s and made again after its wait', async (code, kind, delayMs) => {
    const { script } = await subscribed()
    await script.drop(code)
    expect(await script.did()).toEqual(['state reconnecting', `disconnect ${code} ${kind}, back in ${delayMs} ms`])
    await script.advance(delayMs - 1)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('waits twice as long after each failure, up to 30 s', async () => {
    const script = new Script()
    expect(await script.did()).toEqual(['connect'])
    for (const delayMs of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      await script.drop(1006)
      expect(await script.did()).toEqual(['state reconnecting', `disconnect 1006 lost, back in ${delayMs} ms`])
      await script.advance(delayMs)
      expect(await script.did()).toEqual(['state connecting', 'connect'])
    }
    await script.end('state closed', 'terminate')
  })

  it('waits longer still when it is lost again soon after opening', async () => {
    const script = await opened()
    for (const delayMs of [500, 1000, 2000]) {
      await script.drop(1006)
      expect(await script.did()).toEqual(['state reconnecting', `disconnect 1006 lost, back in ${delayMs} ms`])
      await script.advance(delayMs)
      expect(await script.did()).toEqual(['state connecting', 'connect'])
      await script.open()
      expect(await script.did()).toEqual(['state open'])
    }
    await script.end(...CLOSING)
  })

  it('starts from the shortest wait again once a connection has held for a minute', async () => {
    const script = await opened({ pingIntervalMs: 1_000_000 })
    for (let round = 0; round < 2; round++) {
      await script.drop(1006)
      expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
      await script.advance(500)
      expect(await script.did()).toEqual(['state connecting', 'connect'])
      await script.open()
      expect(await script.did()).toEqual(['state open'])
      await script.advance(60_000)
    }
    await script.end(...CLOSING)
  })

  it('is asked again for everything, with a new timestamp and signature', async () => {
    const { script } = await subscribed({ auth })
    await script.drop(1012)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1012 restarting, back in 500 ms'])
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    // The script checks time and signature of each request against the clock of the moment.
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(WELCOME, confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    await script.end(...CLOSING)
  })

  it('is not asked again for what was closed in between', async () => {
    const { script, depth } = await subscribed()
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    depth.close()
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open'])
    await script.end(...CLOSING)
  })

  it('takes what is subscribed in between after the rest, which is known to be confirmed', async () => {
    const { script } = await subscribed()
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    const lines = ['status UNAUTHENTICATED', `send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`, 'state live']
    expect(await script.did()).toEqual(lines)
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC, ETH]))
    await expect(subscribing).resolves.toMatchObject({ items: [ETH] })
    await script.end(...CLOSING)
  })

  it('takes along what waited for the name of its instrument, and that is told', async () => {
    const script = await opened()
    const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC, ETH] }))
    trades.on('message', (message, item) => script.note(`${message.channel} of ${item}`))
    await script.did()
    await script.receive(trade('7', '100'))
    await script.drop(1006)
    expect(await script.did()).toEqual([
      'state reconnecting',
      'unrouted TRADE UPDATE',
      'disconnect 1006 lost, back in 500 ms',
    ])
    await script.advance(500)
    await script.did()
    await script.open()
    await script.did()
    await script.receive(instrument(BTC, '7'), trade('7', '101'))
    expect(await script.did()).toEqual([`TRADE of ${BTC}`])
    await script.end(...CLOSING)
  })

  it('does not end an iteration', async () => {
    const { script, depth } = await subscribed()
    const next = depth[Symbol.asyncIterator]().next()
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    await script.end('state closed')
    await expect(next).resolves.toEqual({ done: true, value: undefined })
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
      'disconnect 1006 lost: no socket, back in 1000 ms',
    ])
    await script.advance(1000)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.end('state closed', 'terminate')
  })

  it('is why a subscription is not confirmed in time: its error names the cause', async () => {
    const script = new Script()
    await script.did()
    script.failNextConnect()
    await script.drop(1006)
    await script.did()
    await script.advance(500)
    await script.did()
    const unanswered = failure(script.client.subscribe({ channel: 'DEPTH', items: ['BTC-PYUSD'], timeoutMs: 100 }))
    await script.advance(100)
    expect(await unanswered).toMatchObject({
      code: 'timed_out',
      scope: 'connection',
      message: expect.stringMatching(/^The connection could not be made/) as string,
      cause: new TypeError('no socket'),
    })
    await script.end('state closed')
  })
})
