import assert from 'node:assert/strict'
import { hmacKey } from '@truemarkets/core'
import { type Case, defineCase } from '../../case/define.ts'
import { firstMessage, session, symbol } from './session.ts'

const covers = ['cefi-ws.subscription', 'cefi-ws.confirmation'] as const

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
        const confirmed = firstMessage(
          client,
          ({ channel, update }) => channel === 'WEBSOCKET' && update !== 'WELCOME',
        ) as Promise<{ subscriptions?: unknown[] }>
        subscription.close()
        assert.deepEqual((await confirmed).subscriptions, [])
      },
    }),
  ),
]
