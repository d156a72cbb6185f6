import assert from 'node:assert/strict'
import { apiKey } from '@truemarkets/core'
import type { CaseContext } from '../../case/context.ts'
import { type Case, defineCase } from '../../case/define.ts'
import type { Need } from '../../case/needs.ts'
import { refused } from '../../case/refusal.ts'

const families = ['v1-cefi', 'api-v1-plural', 'api-v1-singular'] as const
const versions = ['v2026_01_23', 'v2024_01_01'] as const
const kinds = ['hmac', 'bearer'] as const

type World = { family: (typeof families)[number]; version: (typeof versions)[number]; kind: (typeof kinds)[number] }

const worlds: World[] = families.flatMap((family) =>
  versions.flatMap((version) => kinds.map((kind) => ({ family, version, kind }))),
)

const isCurrent = ({ family, version }: World) => family === 'v1-cefi' && version === 'v2026_01_23'

/** Past their sunset, the older forms are the sandbox's alone until R1 is settled. */
const needsOf = (world: World): Need[] => [
  world.kind === 'hmac' ? 'hmacKey' : 'apiKey',
  ...(isCurrent(world) ? [] : ['sandbox' as const]),
]

function client(context: CaseContext, { family, version, kind }: World) {
  const auth = kind === 'bearer' ? { auth: context.auth({ auth: apiKey(context.target.keyFile()) }).tokens } : {}
  return context.cefiRest({ pathFamily: family, schemaVersion: version, ...auth })
}

/** HMAC family × schema version × path family × auth kind: one program, written once, must work in all of them. */
export const permutations: Case[] = worlds.map((world) => {
  const name = `${world.family}-${world.version}-${world.kind}`
  return defineCase({
    id: `cefi-rest.list-clients.${name}`,
    title: `clients, balances and an unknown order read the same over ${world.family}, ${world.version}, ${world.kind}`,
    covers: ['cefi-rest.listClients', 'cefi-rest.listBalances', 'cefi-rest.listInstruments', 'cefi-rest.getHealth'],
    refuses: ['cefi-rest.getOrderStatus'],
    needs: needsOf(world),
    permutation: { 'path family': world.family, version: world.version, credentials: world.kind },
    async run(context) {
      const cefi = client(context, world)
      const { data: clients } = await cefi.listClients()
      assert.equal(clients.length, 1, 'the credentials act for one client')
      const { data: balances } = await cefi.listBalances()
      assert.equal(balances[0]?.id, clients[0]?.id)
      const { data: instruments } = await cefi.listInstruments({ query: { symbol: 'BTC-PYUSD' } })
      assert.equal(instruments[0]?.info?.symbol, 'BTC-PYUSD')
      assert.equal((await cefi.getHealth()).status, 'healthy')
      await refused(cefi.getOrderStatus({ path: { ref_id: '1' } }), { status: 404, code: 'not_found' })
    },
  })
})
