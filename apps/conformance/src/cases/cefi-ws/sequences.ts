import assert from 'node:assert/strict'
import { type Case, defineCase } from '../../case/define.ts'
import { trade } from '../cefi-rest/place.ts'
import { reader, session, symbol } from './session.ts'

const channels = ['INSTRUMENT', 'EBBO', 'DEPTH', 'TRADE'] as const

export const sequences: Case[] = [
  defineCase({
    id: 'cefi-ws.subscription.one-sequence-per-channel',
    title: 'the numbers of every authenticated channel go up by one, each channel by itself',
    covers: ['cefi-ws.instrument', 'cefi-ws.ebbo', 'cefi-ws.depth', 'cefi-ws.trade', 'cefi-ws.dropcopy'],
    // Of which scope the numbers are is an open question (W7).
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const client = session(context)
      const numbers = new Map<string, bigint[]>()
      client.on('message', (message) => {
        if (message.channel === 'WEBSOCKET' || message.update !== 'UPDATE' || message.seqnum === undefined) return
        numbers.set(message.channel, [...(numbers.get(message.channel) ?? []), BigInt(message.seqnum)])
      })
      for (const channel of channels) await client.subscribe({ channel, items: [symbol] })
      const orders = reader(await client.dropCopy([context.target.hmac().clientId]))
      for (let count = 0; count < 3; count += 1) {
        const { id } = await trade(context, 'BUY')
        await orders.until((order) => order.id === id && order.status === 'FILLED')
      }
      for (const channel of [...channels, 'DROPCOPY']) {
        // The last trade is told by several messages, of which the drop copy need not be the last.
        const told = await context.until(
          () => Promise.resolve(numbers.get(channel) ?? []),
          (all) => all.length >= 3,
        )
        const [first = 0n] = told
        assert.deepEqual(
          told,
          told.map((_, index) => first + BigInt(index)),
          `${channel} does not count by one`,
        )
      }
    },
  }),
]
