import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { placeResting } from '../cefi-rest/place.ts'
import { reader, session, symbol } from './session.ts'

export const batching = [
  defineCase({
    id: 'cefi-ws.depth.batched-without-credentials',
    title: 'without credentials, changes come bundled and not one by one',
    covers: ['cefi-ws.depth'],
    needs: ['hmacKey'],
    touches: 'trade',
    // The bundle comes once a second, and a hunt allows a fifth of this.
    timeoutMs: 20_000,
    async run(context) {
      const real = reader(await session(context).subscribe({ channel: 'DEPTH', items: [symbol] }))
      const bundled = reader(
        await session(context, { auth: undefined }).subscribe({ channel: 'DEPTH', items: [symbol] }),
      )
      await real.until(({ update }) => update === 'SNAPSHOT_COMPLETE')
      await bundled.until(({ update }) => update === 'SNAPSHOT_COMPLETE')
      for (let order = 0; order < 3; order += 1) await placeResting(context)
      await real.until(({ update }) => update === 'UPDATE')
      const began = performance.now()
      await bundled.until(({ update }) => update === 'UPDATE')
      assert.ok(performance.now() - began > 50, 'the bundle came as quickly as the real-time feed')
    },
  }),
]
