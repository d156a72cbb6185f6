import { AbortedError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { SessionClosedError } from '../src/errors/session-closed-error.ts'
import { confirmation, instrument, trade, WELCOME } from './support/frames.ts'
import { Script } from './support/script.ts'
import { auth, BTC, CLOSING, ETH, failure, opened, subscribed } from './support/start.ts'

describe('a connection that cannot be made', () => {
  it('is given up after connectTimeoutMs and tried again', async () => {
    const script = new Script({ connectTimeoutMs: 3000 })
    expect(await script.did()).toEqual(['connect'])
    await script.advance(2999)
    expect(await script.did()).toEqual([])
    await script.advance(1)
    expect(await script.did()).toEqual(['terminate', 'state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
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

  it('takes what is subscribed in between along with the rest', async () => {
    const { script } = await subscribed()
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [ETH] })
    await script.advance(500)
    expect(await script.did()).toEqual(['state connecting', 'connect'])
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}+${ETH}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC, ETH]))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live'])
    await expect(subscribing).resolves.toMatchObject({ items: [ETH] })
    await script.end(...CLOSING)
  })

  it('takes along what waited for the name of its instrument, and that is told', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'TRADE', items: [BTC, ETH] })
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['INSTRUMENT', BTC, ETH], ['TRADE', BTC, ETH]))
    const trades = await subscribing
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

describe('closing the client', () => {
  it('while it waits to connect again leaves no timer', async () => {
    const { script } = await subscribed()
    await script.drop(1006)
    expect(await script.did()).toEqual(['state reconnecting', 'disconnect 1006 lost, back in 500 ms'])
    await script.end('state closed')
  })

  it('rejects a subscription that is not confirmed yet', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    const outcome = failure(subscribing)
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
    expect(await outcome).toBeInstanceOf(SessionClosedError)
  })

  it('happens once, however often it is asked for', async () => {
    const script = await opened()
    await script.client.close()
    await script.client.close()
    expect(await script.did()).toEqual([...CLOSING])
    await script.end()
  })

  it('is final', async () => {
    const script = await opened()
    await script.end(...CLOSING)
    await expect(script.client.subscribe({ channel: 'DEPTH', items: [BTC] })).rejects.toMatchObject({
      code: 'session_closed',
    })
  })

  it('follows the signal of the client', async () => {
    const controller = new AbortController()
    const script = await opened({ signal: controller.signal })
    controller.abort()
    expect(await script.did()).toEqual([...CLOSING])
    await script.end()
  })

  it('gives up on a closing handshake that the other side never finishes', async () => {
    const script = await opened()
    script.ignoreClose()
    const closing = script.client.close()
    expect(await script.did()).toEqual([...CLOSING])
    await script.advance(2000)
    expect(await script.did()).toEqual(['terminate'])
    await closing
    await script.end()
  })
})

describe('a subscription that cannot be meant', () => {
  it.each([
    ['a misspelt option', { channel: 'DEPTH', items: [BTC], timeoutMS: 5 }, 'option_unknown'],
    ['a time that is no number', { channel: 'DEPTH', items: [BTC], timeoutMs: Number.NaN }, 'option_invalid'],
    ['a misspelt option of the buffer', { channel: 'DEPTH', items: [BTC], buffer: { size: 5 } }, 'option_unknown'],
    ['a buffer for nothing', { channel: 'DEPTH', items: [BTC], buffer: { capacity: 0 } }, 'option_invalid'],
    [
      'a policy that does not exist',
      { channel: 'DEPTH', items: [BTC], buffer: { policy: 'newest' } },
      'option_invalid',
    ],
    ['a switch in words', { channel: 'DEPTH', items: [BTC], signed: 'yes' }, 'option_invalid'],
    ['a controller for a signal', { channel: 'DEPTH', items: [BTC], signal: new AbortController() }, 'option_invalid'],
    ['nothing at all', undefined, 'option_invalid'],
    ['no items', { channel: 'DEPTH', items: [] }, 'request_invalid'],
  ])('because of %s rejects before anything is sent', async (_, request, code) => {
    const script = await opened()
    await expect(script.client.subscribe(request as never)).rejects.toMatchObject({ code })
    await script.end(...CLOSING)
  })
})

describe('a symbol that the client does not know', () => {
  it('rejects before anything is sent, for a book as for a subscription', async () => {
    const script = await opened({ symbols: new Set([BTC]) })
    const refusal = { code: 'request_invalid' }
    await expect(script.client.subscribe({ channel: 'TRADE', items: [BTC, 'DOGE-PYUSD'] })).rejects.toMatchObject(
      refusal,
    )
    await expect(script.client.orderBook('DOGE-PYUSD')).rejects.toMatchObject(refusal)
    await script.end(...CLOSING)
  })
})

describe('credentials that are none', () => {
  it.each([
    ['nothing', [undefined], 'option_invalid'],
    ['a key of another kind', [{ kind: 'apiKey' }], 'option_invalid'],
    ['a controller for a signal', [auth, { signal: new AbortController() }], 'option_invalid'],
    ['a misspelt option', [auth, { timeoutMS: 5 }], 'option_unknown'],
    ['a time that is no number', [auth, { timeoutMs: '5' }], 'option_invalid'],
  ])('because of %s reject before anything is sent', async (_, given, code) => {
    const script = await opened()
    await expect(script.client.authenticate(...(given as [never]))).rejects.toMatchObject({ code })
    await script.end(...CLOSING)
  })
})

describe('giving up on a subscription', () => {
  it('by its signal rejects with an AbortedError and takes the request back', async () => {
    const script = await opened()
    const controller = new AbortController()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC], signal: controller.signal })
    const outcome = failure(subscribing)
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    controller.abort()
    expect(await outcome).toBeInstanceOf(AbortedError)
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([
      'status UNAUTHENTICATED',
      `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`,
      'state live',
    ])
    await script.end(...CLOSING)
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

describe('a subscription that is not confirmed in time', () => {
  it('names the close of the server that came meanwhile', async () => {
    const script = await opened({ auth })
    const unanswered = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC], timeoutMs: 600 }))
    await script.did()
    await script.drop(1008, 'unknown key')
    await script.did()
    await script.advance(600)
    expect(await unanswered).toMatchObject({ cause: new Error('The connection was lost: 1008 refused unknown key') })
    await script.did()
    await script.client.close()
  })

  it('names none that came before', async () => {
    const script = await opened()
    await script.drop(1006)
    await script.did()
    await script.advance(500)
    await script.did()
    await script.open()
    await script.did()
    const unanswered = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC], timeoutMs: 600 }))
    await script.did()
    await script.advance(600)
    expect(await unanswered).toMatchObject({ code: 'timed_out' })
    expect(await unanswered).not.toHaveProperty('cause')
    await script.did()
    await script.client.close()
  })
})
