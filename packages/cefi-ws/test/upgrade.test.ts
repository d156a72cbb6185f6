import { hmacKey } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { SubscriptionRefusedError } from '../src/errors/subscription-refused-error.ts'
import { confirmation } from './support/frames.ts'
import { Script } from './support/script.ts'
import { auth, BTC, CLOSING, confirmed, ETH, failure, opened, subscribed } from './support/start.ts'

const CLIENT = '78901985048264710'

describe('an upgrade', () => {
  it('subscribes everything anew with credentials, on the same connection', async () => {
    const { script } = await subscribed()
    const upgrading = script.client.authenticate(auth)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    await upgrading
    await script.end(...CLOSING)
  })

  it('that is refused goes back to what was there before', async () => {
    const { script } = await subscribed()
    const outcome = failure(script.client.authenticate(auth))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('UNAUTHORIZED'))
    expect(await script.did()).toEqual(['state live', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    expect(await outcome).toBeInstanceOf(SubscriptionRefusedError)
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    await script.end(...CLOSING)
  })

  it('that is refused in part ends with credentials what was subscribed with them', async () => {
    const script = await opened({ maxItemsPerRequest: 1 })
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC, ETH] })
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC, ETH]))
    await subscribing
    const outcome = failure(script.client.authenticate(auth))
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', ETH]))
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED'))
    await script.did()
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect((await script.did()).at(-1)).toBe(`send SUBSCRIBE DEPTH ${ETH}`)
    await script.receive(confirmation('ERROR', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC}`])
    expect(await outcome).toMatchObject({ code: 'server_failed' })
    for (const list of [[], [BTC], [BTC, ETH]]) {
      await script.receive(confirmation('AUTHENTICATED', ['DEPTH', ...list]))
      expect(await script.did()).toEqual(
        list.length === 2 ? [] : [`send SUBSCRIBE_NO_AUTH DEPTH ${[BTC, ETH][list.length]}`],
      )
    }
    await script.end(...CLOSING)
  })

  it('that is refused has failed also where what was asked for meanwhile fails with it, and nothing else is wanted', async () => {
    const script = await opened()
    const subscribing = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    const upgrading = failure(script.client.authenticate(auth))
    const following = failure(script.client.dropCopy([CLIENT]))
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toContain(`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`)
    // The server keeps it in force, without credentials as it was subscribed.
    await script.receive(confirmation('ERROR', ['DEPTH', BTC]))
    expect(await script.did()).toContain(`send SUBSCRIBE DEPTH ${BTC}`)
    await script.receive(confirmation('UNAUTHORIZED', ['DEPTH', BTC]))
    for (const outcome of [subscribing, upgrading, following])
      expect(await outcome).toBeInstanceOf(SubscriptionRefusedError)
    expect(await script.did()).toEqual(['state live', `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('ERROR', ['DEPTH', BTC]))
    expect(await script.did()).toContain(`lingering DEPTH ${BTC} refused ERROR`)
    await script.receive({ ...confirmation('UNAUTHENTICATED', ['DEPTH', BTC]), update: 'UPDATE' })
    expect(await script.did()).toEqual(['status UNAUTHENTICATED'])
    await script.advance(500)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('does not fail with an item that somebody else asks for at the same time and the server does not know', async () => {
    const { script } = await subscribed()
    const other = failure(script.client.subscribe({ channel: 'DEPTH', items: ['NONE'] }))
    const upgrading = script.client.authenticate(auth)
    await script.did()
    await script.receive(confirmation('INVALID', ['DEPTH', BTC]))
    expect(await other).toMatchObject({ code: 'rejected', items: ['NONE'] })
    expect(await script.did()).toContain(`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`)
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toContain(`send SUBSCRIBE DEPTH ${BTC}`)
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await expect(upgrading).resolves.toBeUndefined()
    await script.did()
    await script.end(...CLOSING)
  })

  it('of a session without subscriptions signs what comes later', async () => {
    const script = await opened()
    await script.client.authenticate(auth)
    const subscribing = script.client.dropCopy([CLIENT])
    expect(await script.did()).toEqual([`send SUBSCRIBE DROPCOPY ${CLIENT}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DROPCOPY', CLIENT]))
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    await subscribing
    await script.end(...CLOSING)
  })

  it('of a session without subscriptions is not checked before the first one, and stays', async () => {
    const script = await opened()
    await script.client.authenticate(auth)
    for (const item of [BTC, ETH]) {
      const outcome = failure(script.client.subscribe({ channel: 'DEPTH', items: [item] }))
      expect(await script.did()).toContain(`send SUBSCRIBE DEPTH ${item}`)
      await script.receive(confirmation('UNAUTHORIZED'))
      expect(await outcome).toMatchObject({ code: 'permission_denied' })
      await script.did()
    }
    await script.end(...CLOSING)
  })

  it('that is refused fails the DROPCOPY that was asked for meanwhile, and sends nothing without credentials for it', async () => {
    const { script } = await subscribed()
    const upgrading = failure(script.client.authenticate(auth))
    const following = failure(script.client.dropCopy([CLIENT]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('UNAUTHORIZED'))
    expect(await script.did()).toEqual(['state live', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    expect(await upgrading).toBeInstanceOf(SubscriptionRefusedError)
    expect(await following).toBeInstanceOf(SubscriptionRefusedError)
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING)
  })

  it('does not wait for what is given up meanwhile', async () => {
    const { script } = await subscribed()
    const given = await confirmed(script, script.client.subscribe({ channel: 'DEPTH', items: [ETH] }), ['DEPTH', BTC])
    const upgrading = script.client.authenticate(auth)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}+${ETH}`])
    given.close()
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await expect(upgrading).resolves.toBeUndefined()
    expect(await script.did()).toEqual(['status AUTHENTICATED', 'state live'])
    await script.end(...CLOSING)
  })

  it('does not wait for anything when all of it is given up before there is a connection', async () => {
    const script = new Script()
    expect(await script.did()).toEqual(['connect'])
    const controller = new AbortController()
    const { signal } = controller
    const subscribing = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC], signal }))
    const upgrading = script.client.authenticate(auth)
    controller.abort()
    expect(await subscribing).toMatchObject({ code: 'aborted' })
    await expect(upgrading).resolves.toBeUndefined()
    await script.end('state closed', 'terminate')
  })

  it('to another key asks for everything with that key, and goes back to the first when it is refused', async () => {
    const { script } = await subscribed({ auth })
    const wrong = hmacKey({ organizationId: 'org', keyId: 'key', secret: 'another' })
    const upgrading = failure(script.client.authenticate(wrong))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE DEPTH ${BTC} WRONG signature`])
    await script.receive(confirmation('UNAUTHORIZED', ['DEPTH', BTC]))
    await script.did()
    await script.receive(confirmation('UNAUTHORIZED', ['DEPTH', BTC]))
    expect(await upgrading).toBeInstanceOf(SubscriptionRefusedError)
    expect((await script.did()).at(-1)).toBe(`send SUBSCRIBE DEPTH ${BTC}`)
    await script.end(...CLOSING)
  })

  it('to another key is not confirmed by the answer to a request that was signed with the one before', async () => {
    const script = await opened({ auth })
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC] })
    await script.did()
    const wrong = hmacKey({ organizationId: 'org', keyId: 'key', secret: 'another' })
    const upgrading = failure(script.client.authenticate(wrong))
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect((await script.did()).at(-1)).toBe(`send UNSUBSCRIBE DEPTH ${BTC} WRONG signature`)
    for (const _ of ['end', 'begin']) {
      await script.receive(confirmation('UNAUTHORIZED', ['DEPTH', BTC]))
      await script.did()
    }
    expect(await upgrading).toBeInstanceOf(SubscriptionRefusedError)
    expect(await failure(subscribing)).toBeInstanceOf(SubscriptionRefusedError)
    await script.end(...CLOSING)
  })

  it('is confirmed by nothing that an earlier one has left, which was taken back', async () => {
    const script = await opened({ maxItemsPerRequest: 1 })
    await confirmed(script, script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    const abort = new AbortController()
    const first = failure(script.client.authenticate(auth, { signal: abort.signal }))
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toContain(`send SUBSCRIBE DEPTH ${BTC}`)
    abort.abort()
    expect(await first).toMatchObject({ code: 'aborted' })
    const wrong = hmacKey({ organizationId: 'org', keyId: 'key', secret: 'another' })
    const second = failure(script.client.authenticate(wrong))
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    expect((await script.did()).at(-1)).toBe(`send UNSUBSCRIBE DEPTH ${BTC} WRONG signature`)
    await script.receive(confirmation('UNAUTHORIZED', ['DEPTH', BTC]))
    await script.did()
    await script.receive(confirmation('UNAUTHORIZED', ['DEPTH', BTC]))
    expect(await second).toBeInstanceOf(SubscriptionRefusedError)
    await script.did()
    await script.end(...CLOSING)
  })

  it('that is refused after one that was given up ends with the key of that one what it has left', async () => {
    const script = await opened({ maxItemsPerRequest: 1 })
    /** What the client asks once it was answered so. */
    const asks = async (status: string, ...items: readonly string[]): Promise<string> => {
      await script.receive(confirmation(status, ['DEPTH', ...items]))
      return (await script.did()).find((line) => line.startsWith('send ')) ?? ''
    }
    const subscribing = script.client.subscribe({ channel: 'DEPTH', items: [BTC, ETH] })
    await script.did()
    await asks('UNAUTHENTICATED', BTC)
    await asks('UNAUTHENTICATED', BTC, ETH)
    const books = await subscribing
    const abort = new AbortController()
    const first = failure(script.client.authenticate(auth, { signal: abort.signal }))
    await script.did()
    await asks('UNAUTHENTICATED', ETH)
    await asks('UNAUTHENTICATED')
    expect(await asks('AUTHENTICATED', BTC)).toBe(`send SUBSCRIBE DEPTH ${ETH}`)
    abort.abort()
    expect(await first).toMatchObject({ code: 'aborted' })
    const wrong = hmacKey({ organizationId: 'org', keyId: 'key', secret: 'another' })
    const second = failure(script.client.authenticate(wrong))
    for (const request of ['UNSUBSCRIBE DEPTH BTC', 'UNSUBSCRIBE DEPTH ETH', 'SUBSCRIBE DEPTH BTC']) {
      const status = request === 'UNSUBSCRIBE DEPTH BTC' ? 'AUTHENTICATED' : 'UNAUTHORIZED'
      expect(await asks(status, BTC, ETH)).toBe(`send ${request}-PYUSD WRONG signature`)
    }
    expect(await asks('UNAUTHORIZED', BTC, ETH)).toBe(`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`)
    expect(await second).toBeInstanceOf(SubscriptionRefusedError)
    books.close()
    expect(await asks('AUTHENTICATED', BTC, ETH)).toBe(`send UNSUBSCRIBE DEPTH ${ETH}`)
    await script.end(...CLOSING)
  })

  it('of a client that is closed is refused, also when it was still waiting its turn', async () => {
    const { script } = await subscribed()
    const first = failure(script.client.authenticate(auth))
    const second = failure(script.client.authenticate(auth))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
    const third = failure(script.client.authenticate(auth))
    for (const outcome of [first, second, third])
      expect(await outcome).toMatchObject({ code: 'session_closed', operation: 'authenticate' })
  })

  it('of a client that is closed has failed also where what it waits for is given up with that', async () => {
    const script = await opened()
    const subscribing = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    const upgrading = failure(script.client.authenticate(auth))
    await script.did()
    await script.end(...CLOSING)
    for (const outcome of [subscribing, upgrading]) expect(await outcome).toMatchObject({ code: 'session_closed' })
  })

  it('that was given up before its turn changes nothing', async () => {
    const script = await opened()
    const signal = AbortSignal.abort('enough')
    expect(await failure(script.client.authenticate(auth, { signal }))).toMatchObject({
      code: 'aborted',
      cause: 'enough',
    })
    void script.client.subscribe({ channel: 'DEPTH', items: [BTC] }).catch(() => {})
    expect(await script.did()).toEqual([`send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('on which the server closes the connection fails, and the next one goes on without', async () => {
    const { script } = await subscribed()
    const upgrading = failure(script.client.authenticate(auth))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.drop(1008)
    expect(await upgrading).toBeInstanceOf(SubscriptionRefusedError)
    await script.did()
    await script.advance(500)
    await script.did()
    await script.open()
    expect(await script.did()).toEqual(['state open', `send SUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('waits for the one before it', async () => {
    const { script } = await subscribed()
    const wrong = hmacKey({ organizationId: 'org', keyId: 'key', secret: 'another' })
    const first = failure(script.client.authenticate(wrong))
    const second = script.client.authenticate(auth)
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC} WRONG signature`, 'state authenticating'])
    await script.receive(confirmation('UNAUTHORIZED'))
    expect(await first).toBeInstanceOf(SubscriptionRefusedError)
    await script.did()
    await script.receive(confirmation('UNAUTHENTICATED', ['DEPTH', BTC]))
    expect(await script.did()).toEqual([`send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.receive(confirmation('UNAUTHENTICATED'))
    expect(await script.did()).toEqual([`send SUBSCRIBE DEPTH ${BTC}`, 'state authenticating'])
    await script.receive(confirmation('AUTHENTICATED', ['DEPTH', BTC]))
    await second
    await script.did()
    await script.end(...CLOSING)
  })
})
