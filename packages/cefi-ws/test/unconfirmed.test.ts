import { getEventListeners } from 'node:events'
import { AbortedError, TimeoutError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { SubscriptionRefusedError } from '../src/errors/subscription-refused-error.ts'
import { confirmation } from './support/frames.ts'
import { auth, BTC, CLOSING, confirmed, ETH, failure, opened, subscribed } from './support/start.ts'

describe('a subscription that the server does not confirm', () => {
  it.each([
    ['INVALID', 'rejected', false],
    ['ERROR', 'server_failed', true],
    ['UNAUTHORIZED', 'permission_denied', false],
    ['UNAUTHENTICATED', 'authentication_failed', false],
  ])('with %s rejects as %s', async (status, code, retryable) => {
    const script = await opened({ auth })
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    const outcome = failure(subscribing)
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation(status))
    expect(await script.did()).toEqual(['state live'])
    expect(await outcome).toMatchObject({
      code,
      retryable,
      connectionStatus: status,
      items: [BTC],
    })
    await script.end(...CLOSING)
  })

  it('because an item is missing from the list rejects with the item, and gives the others back', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC, 'NO-SUCH'] })
    const outcome = failure(subscribing)
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}+NO-SUCH`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([
      'status UNAUTHENTICATED',
      `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`,
      'state live',
    ])
    expect(await outcome).toMatchObject({ code: 'rejected', items: ['NO-SUCH'] })
    await script.end(...CLOSING)
  })

  it('is not asked for a second time', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: ['NO-SUCH'] })
    const outcome = failure(subscribing)
    expect(await script.did()).toEqual(['send SUBSCRIBE_NO_AUTH DEPTH NO-SUCH'])
    await script.receive(confirmation('INVALID'))
    expect(await script.did()).toEqual(['status INVALID', 'state live'])
    expect(await outcome).toBeInstanceOf(SubscriptionRefusedError)
    await script.end(...CLOSING)
  })

  it('in time rejects with a TimeoutError and is taken back, in case it is in force', async () => {
    const script = await opened({ requestTimeoutMs: 5000 })
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    const outcome = failure(subscribing)
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.advance(5000)
    expect(await outcome).toBeInstanceOf(TimeoutError)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })
})

describe('a request that nobody answers', () => {
  it('confirms nothing to another who waits for the same item, and is made again for them', async () => {
    const script = await opened({ requestTimeoutMs: 5000 })
    const first = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    const patient = script.client.subscribe({ channel: 'DEPTH', items: [BTC], timeoutMs: 60_000 })
    void patient.then(() => script.note('confirmed'))
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.advance(5000)
    expect(await first).toBeInstanceOf(TimeoutError)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]), confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual(['status UNAUTHENTICATED', 'state live', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['confirmed'])
    await script.end(...CLOSING)
  })
})

describe('a signal that was passed to a subscription', () => {
  it('is left as it was once the subscription is confirmed', async () => {
    const { signal } = new AbortController()
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC], signal })
    expect([await script.did(), getEventListeners(signal, 'abort').length]).toEqual([
      [`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`],
      1,
    ])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    await subscribing
    expect(getEventListeners(signal, 'abort')).toEqual([])
    await script.did()
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

  it('before it begins leaves alone what others have', async () => {
    const { script } = await subscribed()
    const signal = AbortSignal.abort('enough')
    const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC], signal }))
    expect(await outcome).toMatchObject({ code: 'aborted', operation: 'subscribe', cause: 'enough' })
    await script.end(...CLOSING)
  })
})

describe('a subscription on which the server closes the connection', () => {
  it.each([
    [1002, 'bad-frame'],
    [1003, 'bad-frame'],
    [1007, 'bad-frame'],
    [1008, 'refused'],
  ])('with %i fails, and the others are back at once, without it', async (code, kind) => {
    const { script, depth } = await subscribed({ auth })
    depth.on('resumed', () => script.note('resumed'))
    const refused = failure(script.client.subscribe({ channel: 'DEPTH', items: ['NONE'] }))
    expect(await script.did()).toEqual(['send SUBSCRIBE DEPTH NONE'])
    await script.drop(code)
    const error = await refused
    expect(error).toBeInstanceOf(SubscriptionRefusedError)
    expect(error).toMatchObject({ code: 'rejected', items: ['NONE'], connectionStatus: undefined })
    const words = `The connection was lost: ${code} ${kind}, instead of an answer to a signed request for DEPTH NONE`
    expect(error).toMatchObject({ cause: new Error(words) })
    expect((await script.did()).at(-1)).toMatch(/back in 500 ms$/)
    await script.advance(500)
    await script.did()
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live', 'resumed'])
    await script.end(...CLOSING)
  })

  it('and on the end of one, such as of what is delisted, is back at once as well', async () => {
    const { script, depth } = await subscribed()
    await confirmed(script, script.client.subscribe({ channel: 'DEPTH', items: [ETH] }), ['DEPTH', BTC])
    depth.close()
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.drop(1008)
    expect((await script.did()).at(-1)).toMatch(/back in 500 ms$/)
    await script.advance(500)
    await script.did()
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`])
    await script.client.close()
  })

  it('fails no sooner where nothing was answered before: the close may mean the connection', async () => {
    const script = await opened()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC], timeoutMs: 60_000 })
    await script.did()
    await script.drop(1008)
    expect((await script.did()).at(-1)).toMatch(/back in 15000 ms$/)
    await script.advance(15_000)
    await script.did()
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    await subscribing
    await script.did()
    await script.end(...CLOSING)
  })

  it.each([1000, 1001, 1006, 1009, 1011, 1012, 1013])('with %i is asked for again', async (code) => {
    const { script } = await subscribed()
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [ETH], timeoutMs: 60_000 })
    await script.did()
    await script.drop(code)
    await script.did()
    await script.advance(30_000)
    await script.did()
    await script.open()
    // What was confirmed before comes first.
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toContain(`send SUBSCRIBE_NO_AUTH DEPTH ${ETH}`)
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC, ETH]))
    await subscribing
    await script.did()
    await script.end(...CLOSING)
  })

  it('is asked for again where the fault was found on this side', async () => {
    const { script } = await subscribed()
    const subscribing = failure(script.client.subscribe({ channel: 'DEPTH', items: [ETH], timeoutMs: 600 }))
    await script.did()
    await script.drop(1002, '', new Error('invalid frame'))
    await script.did()
    await script.advance(600)
    expect(await subscribing).toMatchObject({ code: 'timed_out' })
    await script.did()
    await script.client.close()
  })
})

describe('a subscription that is not confirmed in time', () => {
  it('names the close of the server that came meanwhile, and what it was to answer', async () => {
    const script = await opened({ auth })
    const unanswered = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC], timeoutMs: 600 }))
    await script.did()
    await script.drop(1008, 'unknown key')
    await script.did()
    await script.advance(600)
    const words = `The connection was lost: 1008 refused unknown key, instead of an answer to a signed request for DEPTH ${BTC}`
    expect(await unanswered).toMatchObject({ cause: new Error(words) })
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
