import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { refused } from '../../case/refusal.ts'

const covers = ['gateway.listAssets'] as const

export const listAssets = [
  defineCase({
    id: 'gateway.list-assets.by-venue',
    title: 'the catalogue opens without a token and can be narrowed to one venue',
    covers,
    async run(context) {
      const gateway = context.gateway()
      const cefi = await gateway.listAssets({ query: { venue: 'cefi' } })
      const defi = await gateway.listAssets({ query: { venue: 'defi' } })
      for (const asset of cefi.data ?? []) assert.equal(asset.chain, null, 'what the exchange holds is on no chain')
      for (const asset of defi.data ?? []) assert.notEqual(asset.chain, null, 'a token is on a chain')
      assert.ok(
        present(cefi.data, 'data').some(({ symbol }) => symbol === 'BTC'),
        'the exchange lists no BTC',
      )
      assert.ok(present(defi.data, 'data').length > 0, 'the catalogue names tokens on chains')
    },
  }),
  defineCase({
    id: 'gateway.list-assets.every-page',
    title: 'three pages reach the assets that larger ones do, each of them once',
    covers,
    async run(context) {
      const idsBy = async (limit: number) => {
        const ids: string[] = []
        for await (const { id } of context.gateway().listAssets.iterate({ query: { limit } }))
          ids.push(present(id, 'id'))
        return ids
      }
      // A live catalogue has as many as it has, so that a fixed size could mean any number of pages.
      const whole = await idsBy(100)
      assert.ok(whole.length > 2, 'the catalogue is too short for three pages')
      assert.deepEqual(await idsBy(Math.min(99, Math.ceil(whole.length / 3))), whole)
      assert.equal(new Set(whole).size, whole.length)
    },
  }),
  defineCase({
    id: 'gateway.list-assets.stocks-are-asked-for',
    title: 'stocks are listed only when they are asked for',
    covers,
    needs: ['sandbox'],
    async run(context) {
      const gateway = context.gateway()
      const classes = async (query: { asset_class?: string }) => {
        const { data } = await gateway.listAssets({ query })
        return [...new Set(present(data, 'data').map(({ asset_class }) => asset_class ?? 'none'))].toSorted((a, b) =>
          a.localeCompare(b, 'en'),
        )
      }
      assert.deepEqual(await classes({}), ['crypto'])
      assert.deepEqual(await classes({ asset_class: 'crypto,stock' }), ['crypto', 'stock'])
    },
  }),
  defineCase({
    id: 'gateway.list-assets.unknown-venue',
    title: 'a venue that does not exist is refused',
    refuses: covers,
    async run(context) {
      const call = context.gateway({ validate: 'off' }).listAssets({ query: { venue: 'elsewhere' as 'cefi' } })
      await refused(call, { status: 400 })
    },
  }),
]
