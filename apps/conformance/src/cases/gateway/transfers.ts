import assert from 'node:assert/strict'
import type { CaseContext } from '../../case/context.ts'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'
import { solanaDollars } from './defi.ts'
import { stamped } from './stamp.ts'

/** An address in the form of a Solana wallet, with nobody behind it. */
export const nobody = '1'.repeat(43)

/**
 * Prepares to send one dollar of a stablecoin on Solana. Nothing moves until it is signed. In dollars, since the guard of a live
 * service, which does not know what a token is worth, takes one for the dearest there is.
 */
export async function prepareTransfer(context: CaseContext, qty_unit: 'base' | 'quote' = 'quote') {
  const asset_id = await solanaDollars(context)
  return context.gateway().createTransfer({ body: { asset_id, qty: '1', qty_unit, to: nobody } })
}

/** A withdrawal of half a SOL from CeFi over a network. */
async function withdrawal(context: CaseContext, network: string) {
  const { data } = await context.gateway().listAssets({ query: { venue: 'cefi' } })
  const asset = present(
    data?.find(({ symbol }) => symbol === 'SOL'),
    'SOL on CeFi',
  )
  return { asset_id: present(asset.id, 'id'), qty: '0.5', qty_unit: 'base', to: nobody, network } as const
}

/** Waits until a transfer has ended, one way or the other. */
export const transferEnds = (context: CaseContext, id: string) =>
  context.until(
    () => context.gateway().getTransfer({ path: { id } }),
    ({ status }) => status === 'completed' || status === 'failed',
  )

export const transfers = [
  defineCase({
    id: 'gateway.create-transfer.prepared',
    title: 'a transfer waits for its signature, and the feed of transfers shows it',
    covers: ['gateway.createTransfer', 'gateway.getTransfer', 'gateway.listTransfers'],
    needs: ['apiKey'],
    touches: 'transfer',
    async run(context) {
      const gateway = context.gateway()
      const transfer = await prepareTransfer(context)
      assert.equal(transfer.status, 'awaiting_signature')
      assert.ok(present(transfer.payloads, 'payloads').length > 0, 'there is nothing to sign')
      assert.equal(transfer.to, nobody)
      assert.equal(transfer.tx_hash, '')
      const { venue, chain, qty, qty_unit } = transfer
      assert.deepEqual([venue, chain, Number(qty), qty_unit], ['defi', 'solana', 1, 'quote'])
      const { sent, fee, received } = transfer
      assert.deepEqual([sent, fee, received].map(Number), [0, 0, 0], 'nothing has moved')
      const read = await gateway.getTransfer({ path: { id: transfer.id } })
      assert.deepEqual([read.status, Number(read.qty), read.qty_unit], ['awaiting_signature', 1, 'quote'])
      const { data } = await gateway.listTransfers({ query: { status: 'awaiting_signature' } })
      assert.ok(
        data?.some(({ id }) => id === transfer.id),
        'a transfer that awaits its signature is not listed so',
      )
      const failed = await gateway.listTransfers({ query: { status: 'failed' } })
      assert.equal(
        failed.data?.some(({ id }) => id === transfer.id),
        false,
      )
    },
  }),
  defineCase({
    id: 'gateway.list-transfers.every-page',
    title: 'pages of one row reach every transfer once, and the feed of transactions too',
    covers: ['gateway.listTransfers', 'gateway.listTransactions'],
    needs: ['apiKey', 'sandbox'],
    touches: 'transfer',
    exclusive: true,
    async run(context) {
      const gateway = context.gateway()
      const placed = [await prepareTransfer(context), await prepareTransfer(context)].map(({ id }) => id)
      const page = { query: { limit: 1 } }
      assert.equal((await gateway.listTransactions(page)).data?.length, 1)
      for (const list of [gateway.listTransfers, gateway.listTransactions]) {
        const seen: string[] = []
        for await (const { id } of list.iterate(page)) seen.push(present(id, 'id'))
        assert.equal(new Set(seen).size, seen.length, 'no row comes twice')
        // The newest first, and nothing else came after these two.
        const { data } = await list({ query: { limit: 2 } })
        const newest = data?.map(({ id }) => id)
        assert.deepEqual([newest, seen.slice(0, 2)], [placed.toReversed(), placed.toReversed()])
      }
    },
  }),
  defineCase({
    id: 'gateway.create-transfer.in-tokens',
    title: 'a transfer may be asked for in tokens, and says so when it is read',
    covers: ['gateway.createTransfer', 'gateway.getTransfer'],
    needs: ['apiKey', 'sandbox'],
    touches: 'transfer',
    async run(context) {
      const { id } = await prepareTransfer(context, 'base')
      const { qty, qty_unit } = await context.gateway().getTransfer({ path: { id } })
      assert.deepEqual([Number(qty), qty_unit], [1, 'base'])
    },
  }),
  defineCase({
    id: 'gateway.execute-transfer.completes',
    title: 'a stamped transfer completes with a transaction, and cannot be executed again',
    covers: ['gateway.executeTransfer', 'gateway.getTransfer'],
    refuses: ['gateway.executeTransfer'],
    needs: ['apiKey', 'sandbox'],
    touches: 'transfer',
    async run(context) {
      const gateway = context.gateway()
      const { id, payloads } = await prepareTransfer(context)
      const body = stamped(context.target.keyFile(), payloads)
      const executed = await gateway.executeTransfer({ path: { id }, body })
      assert.deepEqual(executed.payloads ?? [], [])
      assert.deepEqual([executed.sent, executed.received].map(Number), [0, 0], 'nothing has arrived')
      const ended = await transferEnds(context, id)
      assert.equal(ended.status, 'completed')
      assert.notEqual(ended.tx_hash, '')
      assert.equal(Number(ended.received) + Number(ended.fee), Number(ended.sent))
      assert.equal(Number(ended.sent), Number(ended.qty))
      assert.ok(Date.parse(ended.updated_at) > Date.parse(ended.created_at), 'a change is dated')
      await refused(gateway.executeTransfer({ path: { id }, body }), { status: 409 })
    },
  }),
  defineCase({
    id: 'gateway.create-transfer.cefi-withdrawal',
    title: 'a withdrawal from CeFi starts pending with nothing to sign, and completes on the network that was chosen',
    covers: ['gateway.createTransfer', 'gateway.getTransfer'],
    needs: ['apiKey', 'sandbox'],
    touches: 'transfer',
    async run(context) {
      const transfer = await context.gateway().createTransfer({ body: await withdrawal(context, 'solana') })
      assert.equal(transfer.status, 'pending')
      assert.deepEqual(transfer.payloads ?? [], [])
      assert.deepEqual([transfer.chain, transfer.venue], [null, 'cefi'])
      const ended = await transferEnds(context, transfer.id)
      assert.deepEqual([ended.status, ended.network, ended.sent], ['completed', 'solana', '0.5'])
      assert.notEqual(ended.tx_hash, '')
    },
  }),
  defineCase({
    id: 'gateway.create-transfer.another-network',
    title: 'a withdrawal from CeFi over a network that the asset does not have is refused',
    covers: ['gateway.listAssets'],
    refuses: ['gateway.createTransfer'],
    // What a live service answers is an open question (G17).
    needs: ['apiKey', 'sandbox'],
    touches: 'transfer',
    async run(context) {
      const body = await withdrawal(context, 'bitcoin')
      await refused(context.gateway().createTransfer({ body }), { status: 400 })
    },
  }),
  defineCase({
    id: 'gateway.create-transfer.unknown-asset',
    title: 'a transfer of an asset that does not exist is refused',
    refuses: ['gateway.createTransfer'],
    needs: ['apiKey'],
    touches: 'transfer',
    async run(context) {
      const body = { asset_id: context.random.uuid(), qty: '1', qty_unit: 'quote', to: nobody } as const
      await refused(context.gateway().createTransfer({ body }), { status: 400 })
    },
  }),
  defineCase({
    id: 'gateway.execute-transfer.stamp-of-another-payload',
    title: 'a stamp over something else does not move money',
    refuses: ['gateway.executeTransfer'],
    needs: ['apiKey'],
    touches: 'transfer',
    async run(context) {
      const { id } = await prepareTransfer(context)
      const body = stamped(context.target.keyFile(), [{ payload: 'something else' }])
      await refused(context.gateway().executeTransfer({ path: { id }, body }), { status: 400 })
      assert.equal((await context.gateway().getTransfer({ path: { id } })).status, 'awaiting_signature')
    },
  }),
  defineCase({
    id: 'gateway.get-transfer.unknown-transfer',
    title: 'a transfer that does not exist is not found',
    refuses: ['gateway.getTransfer'],
    needs: ['apiKey'],
    async run(context) {
      await refused(context.gateway().getTransfer({ path: { id: context.random.uuid() } }), {
        status: 404,
        code: 'not_found',
      })
    },
  }),
]
