import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { inMinutes } from './market.ts'

const ended = ['COMPLETED', 'FAILED', 'REJECTED']

/** A withdrawal of dollars for the target's own client. */
export async function withdrawal(context: CaseContext, amount: string) {
  const { data } = await context.cefiRest().listAssets({ query: { name: 'PYUSD' } })
  const asset_id = present(data[0]?.id, 'PYUSD')
  const client_id = context.target.hmac().clientId
  return { request: { amount, asset_id, client_id, type: 'WITHDRAW', platform: 'FIAT', instructions: {} } } as const
}

/** Waits until the transfer is listed with one of these statuses. */
export async function transferBecomes(context: CaseContext, id: string, statuses: readonly string[]) {
  const read = async () => {
    // A moment ahead of every row: lists go back in time from it (R12).
    const { data } = await context.cefiRest().listTransfers({ query: { timestamp: inMinutes(1), size: 100 } })
    return data.find((transfer) => transfer.id === id)
  }
  const isReached = (transfer: Awaited<ReturnType<typeof read>>) => statuses.includes(transfer?.status ?? '')
  return present(await context.until(read, isReached), 'the transfer')
}

async function transferIs(context: CaseContext, id: string, wanted: string, statuses: readonly string[] = ended) {
  assert.equal((await transferBecomes(context, id, statuses)).status, wanted)
}

export const transfers = [
  defineCase({
    id: 'cefi-rest.create-transfer.withdrawal-completes',
    title: 'a withdrawal is in progress first, then completed among the transfers of the day',
    covers: ['cefi-rest.createTransfer', 'cefi-rest.listActiveTransfers', 'cefi-rest.listTransfers'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'transfer',
    async run(context) {
      const cefi = context.cefiRest()
      const { id } = await cefi.createTransfer({ body: await withdrawal(context, '1') })
      const transfer_id = present(id, 'id')
      // Another one, so that a list of one has been chosen from more.
      const other = await cefi.createTransfer({ body: await withdrawal(context, '1') })
      const old = context.cefiRest({ schemaVersion: 'v2024_01_01' })
      // Side by side, since it is in progress for a moment only.
      const [{ data: active }, { data: inOldForm }] = await Promise.all([
        cefi.listActiveTransfers({ query: { transfer_id } }),
        old.listActiveTransfers({ query: { transfer_id } }),
      ])
      const [inProgress] = active
      for (const transfer of [...active, ...inOldForm]) assert.equal(transfer.id, transfer_id)
      // On a slow machine it may be through by now, but then the list of the day must say so at once.
      if (inProgress === undefined)
        await transferIs(context, transfer_id, 'COMPLETED', ['INITIALIZED', 'PENDING', 'COMPLETED'])
      // Both: what is still to leave the account would leave it while the next case measures.
      for (const each of [transfer_id, present(other.id, 'id')]) await transferIs(context, each, 'COMPLETED')
    },
  }),
  defineCase({
    id: 'cefi-rest.create-transfer.more-than-there-is',
    title: 'a withdrawal of more than the balance ends rejected',
    covers: ['cefi-rest.createTransfer'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'transfer',
    async run(context) {
      const { id } = await context.cefiRest().createTransfer({ body: await withdrawal(context, '999999999999') })
      await transferIs(context, present(id, 'id'), 'REJECTED')
    },
  }),
  defineCase({
    id: 'cefi-rest.create-transfer.without-wrapper',
    title: 'a transfer whose fields are not under `request` is refused',
    refuses: ['cefi-rest.createTransfer'],
    needs: ['hmacKey', 'sandbox'],
    touches: 'transfer',
    async run(context) {
      const { request } = await withdrawal(context, '1')
      const call = context.cefiRest({ transferBody: 'flat', validate: 'off' }).createTransfer({ body: { request } })
      await refused(call, { status: 400 })
    },
  }),
  defineCase({
    id: 'cefi-rest.list-transfers.without-timestamp',
    title: 'the transfers and the trades of the day ask for a moment in time',
    refuses: ['cefi-rest.listTransfers', 'cefi-rest.listOrderTrades'],
    needs: ['hmacKey'],
    async run(context) {
      const cefi = context.cefiRest({ validate: 'off' })
      await refused(cefi.listTransfers({ query: {} as never }), { status: 400 })
      await refused(cefi.listOrderTrades({ query: {} as never }), { status: 400 })
    },
  }),
]
