import assert from 'node:assert/strict'
import type { CefiRestClient } from '@truemarkets/cefi-rest'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { inMinutes } from './market.ts'
import { placeResting, trade } from './place.ts'
import { transferBecomes, withdrawal } from './transfers.ts'

/** Leaves one of everything behind: an open order, a fill, a transfer. */
async function prepare(context: CaseContext): Promise<void> {
  await placeResting(context)
  await trade(context, 'BUY')
  const { id } = await context.cefiRest().createTransfer({ body: await withdrawal(context, '1') })
  await transferBecomes(context, present(id, 'id'), ['COMPLETED'])
}

/** The lists that both versions have, read to their first page. */
async function readEverything(cefi: CefiRestClient): Promise<Record<string, readonly unknown[]>> {
  const timestamp = inMinutes(1)
  const pages = {
    assets: cefi.listAssets(),
    markets: cefi.listMarketQuotes(),
    clients: cefi.listClients(),
    activeOrders: cefi.listActiveOrders(),
    orders: cefi.listOrders({ query: { size: 5 } }),
    trades: cefi.listOrderTrades({ query: { timestamp, size: 5 } }),
    transfers: cefi.listTransfers({ query: { timestamp, size: 5 } }),
  }
  // All are waited for at once: one that failed while another is waited for would end the whole run.
  const read = Object.entries(pages).map(async ([name, page]) => [name, (await page).data] as const)
  return Object.fromEntries(await Promise.all(read))
}

export const versionsAgree = [
  defineCase({
    id: 'cefi-rest.list-orders.versions-agree',
    title: 'a client that pins the old version reads the same rows in the same shape',
    covers: [
      'cefi-rest.listAssets',
      'cefi-rest.listMarketQuotes',
      'cefi-rest.listClients',
      'cefi-rest.listActiveOrders',
      'cefi-rest.listOrders',
      'cefi-rest.listOrderTrades',
      'cefi-rest.listTransfers',
    ],
    needs: ['hmacKey', 'sandbox'],
    touches: 'transfer',
    exclusive: true,
    async run(context) {
      await prepare(context)
      const current = await readEverything(context.cefiRest())
      const old = await readEverything(context.cefiRest({ schemaVersion: 'v2024_01_01' }))
      for (const [name, rows] of Object.entries(current)) assert.ok(rows.length > 0, `${name} is empty`)
      assert.deepEqual(old, current)
    },
  }),
  defineCase({
    id: 'cefi-rest.get-order-status.versions-agree',
    title: 'a client that pins the old version reads the same order in the same shape',
    covers: ['cefi-rest.getOrderStatus'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const path = { ref_id: (await placeResting(context)).id }
      const old = await context.cefiRest({ schemaVersion: 'v2024_01_01' }).getOrderStatus({ path })
      assert.deepEqual(old, await context.cefiRest().getOrderStatus({ path }))
    },
  }),
]
