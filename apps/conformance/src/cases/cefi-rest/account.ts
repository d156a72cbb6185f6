import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { placeResting } from './place.ts'

export const account = [
  defineCase({
    id: 'cefi-rest.list-clients.own',
    title: 'the key may act for its own client',
    covers: ['cefi-rest.listClients'],
    needs: ['hmacKey'],
    async run(context) {
      const { clientId } = context.target.hmac()
      const { data } = await context.cefiRest().listClients()
      assert.ok(
        data.some(({ id }) => id === clientId),
        'the client of the key is not listed',
      )
      const one = await context.cefiRest().listClients({ query: { id: clientId } })
      assert.deepEqual(
        one.data.map(({ id }) => id),
        [clientId],
      )
    },
  }),
  defineCase({
    id: 'cefi-rest.update-client.mnemonic',
    title: 'a changed setting of a client reads back',
    covers: ['cefi-rest.updateClient', 'cefi-rest.listClients'],
    // Neither body nor answer is published (R9): guessed settings are never sent to a live account.
    needs: ['hmacKey', 'sandbox'],
    touches: 'trade',
    async run(context) {
      const cefi = context.cefiRest()
      const { clientId: id } = context.target.hmac()
      const before = (await cefi.listClients({ query: { id } })).data[0]?.info?.mnemonic
      context.defer(() => cefi.updateClient({ body: { id, info: { mnemonic: before } } }))
      const mnemonic = `case-${context.random.below(1_000_000)}`
      await cefi.updateClient({ body: { id, info: { mnemonic } } })
      const { data } = await cefi.listClients({ query: { mnemonic } })
      assert.deepEqual(
        data.map((client) => client.id),
        [id],
      )
    },
  }),
  defineCase({
    id: 'cefi-rest.update-client.empty-body',
    title: 'a change that names no setting is refused',
    refuses: ['cefi-rest.updateClient'],
    needs: ['hmacKey'],
    touches: 'trade',
    async run(context) {
      await refused(context.cefiRest().updateClient({ body: {} }), { status: 400 })
    },
  }),
  defineCase({
    id: 'cefi-rest.list-balances.hold-of-an-order',
    title: 'a resting buy holds its notional of the quote asset',
    covers: ['cefi-rest.listBalances'],
    needs: ['hmacKey'],
    touches: 'trade',
    exclusive: true,
    async run(context) {
      const cefi = context.cefiRest()
      const client_id = context.target.hmac().clientId
      const held = async () => {
        const { data } = await cefi.listBalances({ query: { client_id, asset_name: 'PYUSD' } })
        return Number(present(data[0]?.balances?.[0]?.order_hold, 'order_hold'))
      }
      const before = await held()
      const { body } = await placeResting(context)
      const notional = Number(body.info.qty) * Number(body.info.price)
      const grown = (await held()) - before
      assert.ok(
        Math.abs(grown - notional) < notional * 0.01,
        `the hold grew by ${grown}, the order is worth ${notional}`,
      )
    },
  }),
  defineCase({
    id: 'cefi-rest.list-balances.of-another-client',
    title: 'the balances of a client that the key may not act for are refused',
    refuses: ['cefi-rest.listBalances'],
    needs: ['hmacKey', 'sandbox'],
    async run(context) {
      const { clientId } = context.sandbox().counterparty
      await refused(context.cefiRest().listBalances({ query: { client_id: clientId } }), {
        status: 403,
        code: 'permission_denied',
      })
    },
  }),
]
