import assert from 'node:assert/strict'
import { hmacKey } from '@truemarkets/core'
import { type Case, defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused, stopped } from '../../case/refusal.ts'
import { inMinutes } from './market.ts'
import { enterMany } from './order-checks.ts'
import { buyAndSell } from './place.ts'
import { transferBecomes, withdrawal } from './transfers.ts'
import { versions } from './versions.ts'

/** How large a page is where none is asked for (section 10 of the fact sheet). */
const defaultSize = 10

export const pages: Case[] = [
  ...versions.map((schemaVersion) =>
    defineCase({
      id: `cefi-rest.list-order-trades.every-page-${schemaVersion}`,
      title: `pages of one row reach every fill and every transfer of the day once, in ${schemaVersion}`,
      covers: ['cefi-rest.listOrderTrades', 'cefi-rest.listTransfers'],
      // Which side of a moment is listed is an open question (R12).
      needs: ['hmacKey', 'sandbox'],
      touches: 'transfer',
      permutation: { version: schemaVersion },
      exclusive: true,
      async run(context) {
        await buyAndSell(context)
        for (const amount of ['1', '2']) {
          const { id } = await context.cefiRest().createTransfer({ body: await withdrawal(context, amount) })
          // What is still to leave the account would leave it while the next case measures.
          await transferBecomes(context, present(id, 'id'), ['COMPLETED'])
        }
        const cefi = context.cefiRest({ schemaVersion })
        const timestamp = inMinutes(1)
        const whole = { query: { timestamp, size: 100 } }
        const rowwise = { query: { timestamp, size: 1 } }
        const fillOf = (fill: { match_id?: string; order_id?: string }) => `${fill.match_id} ${fill.order_id}`
        const transferOf = ({ id }: { id?: string }) => present(id, 'id')

        const fills: string[] = []
        for await (const fill of cefi.listOrderTrades.iterate(rowwise)) fills.push(fillOf(fill))
        assert.equal(new Set(fills).size, fills.length, 'no fill comes twice')
        assert.deepEqual(fills.slice(0, 100), (await cefi.listOrderTrades(whole)).data.map(fillOf))

        const transfers: string[] = []
        for await (const transfer of cefi.listTransfers.iterate(rowwise)) transfers.push(transferOf(transfer))
        assert.equal(new Set(transfers).size, transfers.length, 'no transfer comes twice')
        assert.deepEqual(transfers.slice(0, 100), (await cefi.listTransfers(whole)).data.map(transferOf))
      },
    }),
  ),
  defineCase({
    id: 'cefi-rest.list-orders.default-size',
    title: 'a page has ten rows unless another size is asked for, and says how many it may have',
    covers: ['cefi-rest.listOrders'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      await enterMany(context, defaultSize + 1)
      const auth = hmacKey(context.sandbox().counterparty)
      for (const schemaVersion of versions) {
        const { data } = await context.cefiRest({ auth, schemaVersion }).listOrders()
        assert.equal(data.length, defaultSize, schemaVersion)
      }
      const cefi = context.cefiRest({ auth })
      assert.equal((await cefi.listOrders()).pagination?.size, defaultSize)
      assert.equal((await cefi.listOrders({ query: { size: 3 } })).pagination?.size, 3)
    },
  }),
  defineCase({
    id: 'cefi-rest.list-transfers.page-too-large',
    title: 'a page of more than a hundred transfers is refused, and stopped by the client',
    refuses: ['cefi-rest.listTransfers'],
    needs: ['hmacKey'],
    async run(context) {
      const query = { timestamp: inMinutes(1), size: 101 }
      await stopped(context.cefiRest().listTransfers({ query }), 'request_invalid')
      await refused(context.cefiRest({ validate: 'off' }).listTransfers({ query }), { status: 400 })
    },
  }),
]
