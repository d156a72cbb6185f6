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
      assert.ok(present(cefi.data, 'data').some(({ symbol }) => symbol === 'BTC'))
    },
  }),
  defineCase({
    id: 'gateway.list-assets.every-page',
    title: 'pages of two rows reach every asset once',
    covers,
    async run(context) {
      const ids: string[] = []
      for await (const { id } of context.gateway().listAssets.iterate({ query: { limit: 2 } }))
        ids.push(present(id, 'id'))
      assert.ok(ids.length > 2, 'the catalogue has more than one page')
      assert.equal(new Set(ids).size, ids.length)
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
          a.localeCompare(b),
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
