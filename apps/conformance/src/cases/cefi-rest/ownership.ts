import assert from 'node:assert/strict'
import type { CefiRestClient } from '@truemarkets/cefi-rest'
import { hmacKey } from '@truemarkets/core'
import { type Case, defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { clientOrderId, inMinutes, orderBody, restingBody, topOfBook } from './market.ts'
import { cancelIfOpen, counterpartySells } from './place.ts'
import { withdrawal } from './transfers.ts'

/** Whose the rows of every list are. */
async function owners(cefi: CefiRestClient): Promise<Record<string, (string | undefined)[]>> {
  const query = { timestamp: inMinutes(1), size: 100 }
  return {
    clients: (await cefi.listClients()).data.map(({ id }) => id),
    balances: (await cefi.listBalances()).data.map(({ id }) => id),
    'active orders': (await cefi.listActiveOrders()).data.map(({ order_info }) => order_info?.client_id),
    orders: (await cefi.listOrders({ query: { size: 100 } })).data.map(({ order_info }) => order_info?.client_id),
    trades: (await cefi.listOrderTrades({ query })).data.map(({ client_id }) => client_id),
    transfers: (await cefi.listTransfers({ query })).data.map(({ request }) => request?.client_id),
    'active transfers': (await cefi.listActiveTransfers()).data.map(({ request }) => request?.client_id),
  }
}

/** What credentials may act for: their own client (sections 8.7 and 11 of the fact sheet). */
export const ownership: Case[] = [
  defineCase({
    id: 'cefi-rest.list-orders.own-only',
    title: 'what another client entered, traded and moved is in none of the lists',
    covers: [
      'cefi-rest.listClients',
      'cefi-rest.listBalances',
      'cefi-rest.listActiveOrders',
      'cefi-rest.listOrders',
      'cefi-rest.listOrderTrades',
      'cefi-rest.listTransfers',
      'cefi-rest.listActiveTransfers',
    ],
    needs: ['hmacKey', 'sandbox'],
    touches: 'transfer',
    exclusive: true,
    async run(context) {
      const { counterparty } = context.sandbox()
      const other = context.cefiRest({ auth: hmacKey(counterparty) })
      const { info } = await restingBody(context)
      const { id } = await other.createOrder({
        body: { external_id: clientOrderId(context), info: { ...info, client_id: counterparty.clientId } },
      })
      context.defer(() => cancelIfOpen(context, present(id, 'id'), other))
      await counterpartySells(context, info.instrument_id)
      const { request } = await withdrawal(context, '1')
      await other.createTransfer({ body: { request: { ...request, client_id: counterparty.clientId } } })
      const theirs = await context.until(
        () => owners(other),
        ({ trades, transfers }) => [trades, transfers].every((rows) => (rows ?? []).length > 0),
      )
      assert.ok(present(theirs['active orders'], 'active orders').length > 0, 'there is nothing to leave out')
      for (const [cefi, own] of [
        [other, counterparty.clientId],
        [context.cefiRest(), context.target.hmac().clientId],
      ] as const)
        for (const [list, found] of Object.entries(await owners(cefi)))
          for (const owner of found) assert.equal(owner, own, `${list} hold a row of another client`)
    },
  }),
  defineCase({
    id: 'cefi-rest.create-order.for-another-client',
    title: 'nothing can be entered, changed, moved or set for a client that the key may not act for',
    refuses: [
      'cefi-rest.createOrder',
      'cefi-rest.modifyOrder',
      'cefi-rest.createTransfer',
      'cefi-rest.updateClient',
      'cefi-rest.cancelOrder',
    ],
    needs: ['hmacKey', 'sandbox'],
    touches: 'transfer',
    async run(context) {
      const cefi = context.cefiRest()
      const { counterparty } = context.sandbox()
      const { clientId: client_id } = counterparty
      const { instrumentId, bid } = await topOfBook(context)
      const price = String(Math.round(bid * 0.985))
      const body = orderBody(context, instrumentId, { side: 'BUY', price })
      const foreign = { ...body, info: { ...body.info, client_id } }
      const other = context.cefiRest({ auth: hmacKey(counterparty) })
      const id = present((await other.createOrder({ body: foreign })).id, 'id')
      context.defer(() => cancelIfOpen(context, id, other))

      const notPermitted = { status: 403, code: 'permission_denied' } as const
      await refused(cefi.createOrder({ body: { ...foreign, external_id: clientOrderId(context) } }), notPermitted)
      const change = { client_id, new_qty: '0.002', new_price: price }
      await refused(cefi.modifyOrder({ body: { id, info: change } }), notPermitted)
      const { request } = await withdrawal(context, '1')
      await refused(cefi.createTransfer({ body: { request: { ...request, client_id } } }), notPermitted)
      await refused(cefi.updateClient({ body: { id: client_id, info: { mnemonic: 'case-theirs' } } }), notPermitted)
      await refused(cefi.cancelOrder({ path: { ref_id: id } }), { status: 404, code: 'not_found' })
    },
  }),
]
