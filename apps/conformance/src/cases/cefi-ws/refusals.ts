import assert from 'node:assert/strict'
import { type CefiWsClient, type CefiWsClientOptions, SubscriptionRefusedError } from '@truemarkets/cefi-ws'
import { hmacKey } from '@truemarkets/core'
import type { CaseContext } from '../../case/context.ts'
import { type Case, defineCase } from '../../case/define.ts'
import { promptly } from '../../case/promptly.ts'
import { stopped } from '../../case/refusal.ts'
import { isConfirmation, session, symbol } from './session.ts'

type Status = 'INVALID' | 'UNAUTHORIZED'

/** Waits for a subscription to be refused with one of the bad statuses; the WebSocket has no error message (W9). */
async function refusedWith(status: Status, subscribing: Promise<unknown>): Promise<void> {
  await assert.rejects(subscribing, (error) => {
    assert.ok(error instanceof SubscriptionRefusedError, `expected a refusal, got ${String(error)}`)
    assert.equal(error.connectionStatus, status)
    return true
  })
}

/** What is five seconds ahead is within the window four seconds later. */
const promptMs = 3_500

/** A client that waits only a little longer than for what is prompt: where no refusal ever comes, each go ends by saying so. */
function asking(context: CaseContext, options: Partial<CefiWsClientOptions> = {}): CefiWsClient {
  return session(context, { requestTimeoutMs: (promptMs + 500) * context.target.slowness, ...options })
}

const instrument = { channel: 'INSTRUMENT', items: [symbol] } as const

const refusals: { name: string; title: string; status: Status; run: (context: CaseContext) => Promise<unknown> }[] = [
  {
    name: 'wrong-secret',
    title: 'a request signed with another secret is refused',
    status: 'UNAUTHORIZED',
    run: (context) => {
      const auth = hmacKey({ ...context.target.hmac(), secret: 'another-secret' })
      return asking(context, { auth }).subscribe(instrument)
    },
  },
  {
    name: 'wrong-path',
    title: 'a signature over another path is refused (W2)',
    status: 'UNAUTHORIZED',
    run: (context) => asking(context, { signedPath: '/elsewhere' }).subscribe(instrument),
  },
  {
    name: 'unknown-key',
    title: 'a key that nobody issued is refused',
    status: 'UNAUTHORIZED',
    run: (context) => {
      const auth = hmacKey({ ...context.target.hmac(), keyId: '00000000-0000-4000-8000-000000000000' })
      return asking(context, { auth }).subscribe(instrument)
    },
  },
  {
    name: 'wrong-organization',
    title: 'a key under another organization is refused',
    status: 'UNAUTHORIZED',
    run: (context) => {
      const auth = hmacKey({ ...context.target.hmac(), organizationId: '0' })
      return asking(context, { auth }).subscribe(instrument)
    },
  },
  {
    name: 'old-timestamp',
    title: 'a request a minute old is refused',
    status: 'INVALID',
    run: (context) => asking(context, { clockOffsetMs: -60_000 }).subscribe(instrument),
  },
  {
    name: 'future-timestamp',
    title: 'a request five seconds ahead is refused, unlike over REST',
    status: 'INVALID',
    run: (context) => asking(context, { clockOffsetMs: 5_000 }).subscribe(instrument),
  },
  {
    name: 'old-timestamp-without-credentials',
    title: 'a request a minute old is refused without credentials too',
    status: 'INVALID',
    run: (context) => asking(context, { auth: undefined, clockOffsetMs: -60_000 }).subscribe(instrument),
  },
  {
    name: 'unknown-symbol',
    title: 'an instrument that does not exist cannot be subscribed',
    status: 'INVALID',
    run: (context) => asking(context).subscribe({ channel: 'DEPTH', items: ['NO-SUCH'] }),
  },
  {
    name: 'foreign-drop-copy',
    title: "another client's orders cannot be followed",
    status: 'UNAUTHORIZED',
    run: (context) => asking(context).dropCopy([context.sandbox().counterparty.clientId]),
  },
]

/** The organization is no part of what is signed, and the publisher's own code leaves it out. */
const onlyOnTheSandbox = ['foreign-drop-copy', 'wrong-organization']

export const refusalCases: Case[] = [
  ...refusals.map(({ name, title, status, run }) =>
    defineCase({
      id: `cefi-ws.subscription.${name}`,
      title,
      refuses: ['cefi-ws.subscription'],
      needs: onlyOnTheSandbox.includes(name)
        ? ['hmacKey', 'sandbox']
        : name.endsWith('without-credentials')
          ? []
          : ['hmacKey'],
      run: (context) => promptly(context, promptMs, () => refusedWith(status, run(context))),
    }),
  ),
  defineCase({
    id: 'cefi-ws.subscription.drop-copy-without-credentials',
    title: 'a drop copy that is asked for without credentials is refused, and not subscribed',
    refuses: ['cefi-ws.subscription'],
    async run(context) {
      const socket = await context.connect()
      const timestamp = String(Math.floor(context.target.now('cefi-ws') / 1000))
      const item_names = [context.target.has('hmacKey') ? context.target.hmac().clientId : '1']
      socket.send({ type: 'SUBSCRIBE_NO_AUTH', channels: ['DROPCOPY'], item_names, timestamp })
      const answer = await socket.next(({ update }) => update !== 'WELCOME', promptMs)
      assert.equal(answer?.['channel'], 'WEBSOCKET')
      assert.equal(answer['status'], 'UNAUTHORIZED')
      assert.deepEqual(answer['subscriptions'] ?? [], [])
    },
  }),
  defineCase({
    id: 'cefi-ws.subscription.to-the-second',
    title: 'a request is good for 15 seconds, and not before its time, to the second',
    covers: ['cefi-ws.confirmation'],
    refuses: ['cefi-ws.subscription'],
    needs: ['sandbox'],
    exclusive: true,
    async run(context) {
      const { holdClock, resetClock } = context.sandbox()
      context.defer(resetClock)
      const now = Math.floor((await holdClock()) / 1000)
      const socket = await context.connect()
      const status = async (seconds: number) => {
        const timestamp = String(now + seconds)
        socket.send({ type: 'SUBSCRIBE_NO_AUTH', channels: ['INSTRUMENT'], item_names: [symbol], timestamp })
        return (await socket.next(isConfirmation, 5_000))?.['status']
      }
      assert.deepEqual([await status(0), await status(-15)], ['UNAUTHENTICATED', 'UNAUTHENTICATED'])
      assert.deepEqual([await status(1), await status(-16)], ['INVALID', 'INVALID'])
    },
  }),
  defineCase({
    id: 'cefi-ws.subscription.stopped-by-the-client',
    title: 'an empty list of items, and a drop copy without credentials, are stopped before they are sent',
    covers: ['cefi-ws.welcome'],
    async run(context) {
      const client = session(context, { auth: undefined })
      await stopped(client.subscribe({ channel: 'EBBO', items: [] }), 'request_invalid')
      await stopped(client.dropCopy(['1']), 'credential_missing')
      await new Promise<void>((resolve) => {
        client.on('message', () => resolve())
      })
    },
  }),
]
