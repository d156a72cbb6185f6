import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { clientOrderId, restingBody } from '../cefi-rest/market.ts'
import { cancelIfOpen } from '../cefi-rest/place.ts'
import { firstMessage, reader, session, symbol } from './session.ts'

/** As many orders as it takes to tell a bundle from single changes. */
const orders = 5

type Told = { update: string; data?: { bids?: { price?: string; qty?: string; order_count?: string }[] | null } }

export const batching = [
  defineCase({
    id: 'cefi-ws.depth.batched-without-credentials',
    title: 'without credentials, changes come bundled and not one by one',
    covers: ['cefi-ws.depth'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const feed = async (options: { auth?: undefined }) =>
        reader(await session(context, options).subscribe({ channel: 'DEPTH', items: [symbol] }))
      const [real, bundled] = [await feed({}), await feed({ auth: undefined })]
      for (const each of [real, bundled]) await each.until(({ update }) => update === 'SNAPSHOT_COMPLETE')

      // A level of this case's own, so that it is known when all of it has been told.
      const body = await restingBody(context, 0.982)
      const enter = async () => {
        const entry = { ...body, external_id: clientOrderId(context) }
        const { id } = await context.cefiRest().createOrder({ body: entry })
        context.defer(() => cancelIfOpen(context, present(id, 'id')))
      }
      await Promise.all(Array.from({ length: orders }, enter))

      const whole = orders * Number(body.info.qty)
      const isWhole = (message: Told) =>
        message.data?.bids?.some(
          ({ price, qty, order_count = String(orders) }) =>
            Number(price) === Number(body.info.price) && Number(qty) > whole - 1e-9 && Number(order_count) >= orders,
        )
      const changes = async (each: typeof real) => (await each.until((message) => isWhole(message) === true)).length
      const [single, together] = [await changes(real), await changes(bundled)]
      assert.ok(together < single, `${together} bundles for ${single} single changes`)
    },
  }),
  defineCase({
    id: 'cefi-ws.depth.goes-on-without-another',
    title: 'without credentials, a channel goes on when another has been unsubscribed from',
    covers: ['cefi-ws.depth', 'cefi-ws.confirmation'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      const client = session(context, { auth: undefined })
      const depth = reader(await client.subscribe({ channel: 'DEPTH', items: [symbol] }))
      await depth.until(({ update }) => update === 'SNAPSHOT_COMPLETE')
      const another = await client.subscribe({ channel: 'INSTRUMENT', items: [symbol] })
      const confirmed = firstMessage(client, ({ channel }) => channel === 'WEBSOCKET')
      another.close()
      await confirmed
      const body = await restingBody(context, 0.981)
      const { id } = await context.cefiRest().createOrder({ body })
      context.defer(() => cancelIfOpen(context, present(id, 'id')))
      const isOurs = ({ data }: Told) =>
        data?.bids?.some(({ price }) => Number(price) === Number(body.info.price)) === true
      await depth.until(isOurs)
    },
  }),
]
