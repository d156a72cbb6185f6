import assert from 'node:assert/strict'
import { defineCase } from '../../case/define.ts'
import { present } from '../../case/present.ts'
import { isObject } from '../../json.ts'

export const service = [
  defineCase({
    id: 'cefi-rest.get-health.healthy',
    title: 'the service reports its health without credentials',
    covers: ['cefi-rest.getHealth'],
    async run(context) {
      const health = await context.cefiRest().getHealth()
      assert.equal(health.status, 'healthy')
      assert.match(health.timestamp, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/, 'UTC text with a space, not RFC 3339')
    },
  }),
  defineCase({
    id: 'cefi-rest.get-health.degraded',
    title: 'a service that is degraded says so with 503, in the body of a healthy one',
    refuses: ['cefi-rest.getHealth'],
    needs: ['sandbox'],
    exclusive: true,
    async run(context) {
      const { setHealth } = context.sandbox()
      context.defer(() => setHealth('healthy'))
      await setHealth('degraded')
      const response = await context.send('cefi-rest', 'GET', '/health', undefined, {
        'X-Truex-Version': 'v2024_01_01',
      })
      assert.equal(response.status, 503)
      const health: unknown = await response.json()
      assert.equal(isObject(health) ? health['status'] : undefined, 'degraded')
    },
  }),
  defineCase({
    id: 'cefi-rest.list-versions.names-current',
    title: 'the list of schema versions names the current one',
    covers: ['cefi-rest.listVersions'],
    async run(context) {
      // The form of the body is an open question (R5); that the version is in it somewhere is not.
      assert.match(JSON.stringify(await context.cefiRest().listVersions()), /v2026_01_23/)
    },
  }),
  defineCase({
    id: 'cefi-rest.list-instruments.deprecation',
    title: 'an answer of the old version says since when it is deprecated and when it goes; the current one does not',
    covers: ['cefi-rest.listInstruments'],
    needs: ['sandbox'],
    async run(context) {
      const headers = async (version: string) => {
        const answer = await context.send('cefi-rest', 'GET', '/instruments', undefined, { 'X-Truex-Version': version })
        return ['deprecation', 'sunset'].map((name) => answer.headers.get(name))
      }
      const [deprecation, sunset] = await headers('v2024_01_01')
      assert.ok(deprecation !== null, 'Deprecation is missing')
      assert.equal(new Date(present(sunset, 'Sunset')).toISOString().slice(0, 10), '2026-08-05')
      assert.deepEqual(await headers('v2026_01_23'), [null, null])
    },
  }),
  defineCase({
    id: 'cefi-rest.get-health.unknown-version',
    title: 'a schema version that never was is refused, on every public operation',
    refuses: [
      'cefi-rest.getHealth',
      'cefi-rest.listVersions',
      'cefi-rest.listAssets',
      'cefi-rest.listInstruments',
      'cefi-rest.listMarketQuotes',
    ],
    async run(context) {
      for (const path of ['/health', '/versions', '/assets', '/instruments', '/markets/quote']) {
        const response = await context.send('cefi-rest', 'GET', path, undefined, { 'X-Truex-Version': 'v1999_01_01' })
        assert.equal(response.status, 400, path)
      }
    },
  }),
]
