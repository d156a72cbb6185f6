import assert from 'node:assert/strict'
import { hmacKey } from '@truemarkets/core'
import { type Case, defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { promptly } from '../../case/promptly.ts'
import { isObject, type JsonObject } from '../../json.ts'
import { firstMessage, isConfirmation, session, symbol } from './session.ts'

const covers = ['cefi-ws.subscription', 'cefi-ws.confirmation'] as const

/** How long to wait for an answer. */
const answerMs = 5_000

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** What a confirmation lists, in an order of our own. */
const listed = ({ subscriptions }: JsonObject): string[] =>
  (Array.isArray(subscriptions) ? subscriptions : [])
    .filter(isObject)
    .flatMap(({ channel, item_names: items }) =>
      (Array.isArray(items) ? items : []).map((item) => `${textOf(channel)} ${textOf(item)}`),
    )
    .toSorted((left, right) => left.localeCompare(right, 'en'))

export const connection: Case[] = [
  defineCase({
    id: 'cefi-ws.welcome.greets',
    title: 'a new connection is greeted before anything is asked',
    covers: ['cefi-ws.welcome'],
    async run(context) {
      const client = session(context)
      await firstMessage(client, ({ channel, update }) => channel === 'WEBSOCKET' && update === 'WELCOME')
    },
  }),
  defineCase({
    id: 'cefi-ws.welcome.counts-connections',
    title: 'a connection learns how many there are from its address, itself among them',
    covers: ['cefi-ws.welcome'],
    // From an address that others share, others come and go.
    needs: ['sandbox'],
    exclusive: true,
    async run(context) {
      const open = async () => {
        const socket = await context.connect()
        const welcome = await socket.next(({ update }) => update === 'WELCOME', answerMs)
        return { socket, count: Number(present(welcome, 'the welcome')['connections']) }
      }
      // Those that earlier cases have closed may not have been seen to go yet.
      await context.until(
        async () => {
          const { socket, count } = await open()
          await socket.close()
          return count
        },
        (count) => count === 1,
      )
      const [{ count: one }, { count: two }] = [await open(), await open()]
      assert.deepEqual([one, two], [1, 2])
    },
  }),
  defineCase({
    id: 'cefi-ws.confirmation.complete-list',
    title: 'each request is confirmed with all that is subscribed, in a time of nanoseconds, and no more after it ends',
    covers,
    async run(context) {
      const socket = await context.connect()
      const confirmed = async (type: string, channels: string[], item_names: string[]) => {
        socket.send({ type, channels, item_names, timestamp: String(Math.floor(context.target.now('cefi-ws') / 1000)) })
        return present(await socket.next(isConfirmation, answerMs), `the confirmation of ${type}`)
      }
      const other = 'ETH-PYUSD'
      const first = await confirmed('SUBSCRIBE_NO_AUTH', ['INSTRUMENT'], [symbol])
      assert.deepEqual([first['status'], listed(first)], ['UNAUTHENTICATED', [`INSTRUMENT ${symbol}`]])
      assert.match(textOf(first['timestamp']), /^[1-9]\d{18}$/)
      const whole = [`DEPTH ${symbol}`, `DEPTH ${other}`, `EBBO ${symbol}`, `EBBO ${other}`, `INSTRUMENT ${symbol}`]
      assert.deepEqual(listed(await confirmed('SUBSCRIBE_NO_AUTH', ['EBBO', 'DEPTH'], [symbol, other])), whole)
      const left = whole.filter((each) => each !== `EBBO ${symbol}`)
      assert.deepEqual(listed(await confirmed('UNSUBSCRIBE_NO_AUTH', ['EBBO'], [symbol])), left)
    },
  }),
  defineCase({
    id: 'cefi-ws.confirmation.ten-seconds-old',
    title: 'a request ten seconds old is within the window',
    covers,
    // Time is measured here: what other cases do meanwhile would count.
    exclusive: true,
    run: (context) =>
      // The edge of the window is 5 s away, for what a request takes.
      promptly(context, 4_000, async () => {
        const client = session(context, { auth: undefined, clockOffsetMs: -10_000 })
        await client.subscribe({ channel: 'INSTRUMENT', items: [symbol] })
      }),
  }),
  defineCase({
    id: 'cefi-ws.confirmation.upgrade',
    title: 'a connection without credentials becomes authenticated by a signed request',
    covers,
    needs: ['hmacKey'],
    async run(context) {
      const client = session(context, { auth: undefined })
      const statuses: string[] = []
      client.on('status', (status) => statuses.push(status))
      await client.subscribe({ channel: 'INSTRUMENT', items: [symbol] })
      await client.authenticate(hmacKey(context.target.hmac()))
      assert.deepEqual(statuses, ['UNAUTHENTICATED', 'AUTHENTICATED'])
    },
  }),
  ...(['INSTRUMENT', 'EBBO', 'DEPTH', 'TRADE'] as const).map((channel) =>
    defineCase({
      id: `cefi-ws.confirmation.unsubscribe-${channel.toLowerCase()}`,
      title: `after unsubscribing from ${channel}, the complete list of subscriptions is empty`,
      covers,
      permutation: { channel },
      async run(context) {
        const client = session(context, { auth: undefined })
        const subscription = await client.subscribe({ channel, items: [symbol] })
        const confirmed = firstMessage(client, isConfirmation) as Promise<{ subscriptions?: unknown[] }>
        subscription.close()
        assert.deepEqual((await confirmed).subscriptions, [])
      },
    }),
  ),
]
