import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'

export const olderBasePath = [
  defineCase({
    id: 'gateway.list-assets.older-base-path',
    title: 'the deprecated base path still answers like the current one',
    covers: ['gateway.listAssets'],
    async run(context) {
      const current = await context.send('gateway', 'GET', '/assets?venue=cefi')
      const older = await context.send('gateway', 'GET', '../conductor/assets?venue=cefi')
      assert.deepEqual(await older.json(), await current.json())
    },
  }),
]
