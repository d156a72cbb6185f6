import assert from 'node:assert/strict'
import { apiKey } from '@truemarkets/core'
import type { CaseContext } from '../../case/context.ts'
import { type Case, defineCase } from '../../case/define.ts'
import type { Need } from '../../case/needs.ts'
import { refused } from '../../case/refusal.ts'
import { versions } from './versions.ts'

const families = ['v1-cefi', 'api-v1-plural', 'api-v1-singular'] as const
/** Two schemes of signing with an HMAC key, and a token. */
const kinds = ['cefi-rest', 'cefi-rest-legacy', 'bearer'] as const

type World = { family: (typeof families)[number]; version: (typeof versions)[number]; kind: (typeof kinds)[number] }

const worlds: World[] = families.flatMap((family) =>
  versions.flatMap((version) => kinds.map((kind) => ({ family, version, kind }))),
)

/** A path family takes one of the schemes; which one is question R3 on the current paths. A token is taken on every path. */
const isTaken = ({ family, kind }: World) => kind === 'bearer' || (kind === 'cefi-rest') === (family === 'v1-cefi')

const isCurrent = ({ family, version }: World) => family === 'v1-cefi' && version === 'v2026_01_23'

/** Past their sunset, the older forms are the sandbox's alone until R1 is settled, and so is a refusal until R3 is. */
const needsOf = (world: World): Need[] => [
  world.kind === 'bearer' ? 'apiKey' : 'hmacKey',
  ...(isCurrent(world) && isTaken(world) ? [] : ['sandbox' as const]),
]

function client(context: CaseContext, { family, version, kind }: World) {
  const common = { pathFamily: family, schemaVersion: version }
  return kind === 'bearer'
    ? context.cefiRest({ ...common, auth: context.auth({ auth: apiKey(context.target.keyFile()) }).tokens })
    : context.cefiRest({ ...common, hmacScheme: kind })
}

const common = (world: World) => ({
  id: `cefi-rest.list-clients.${world.family}-${world.version}-${world.kind}` as const,
  needs: needsOf(world),
  permutation: { 'path family': world.family, version: world.version, credentials: world.kind },
})

/** HMAC family × schema version × path family × auth kind: one program, written once, must work wherever it is let in. */
export const permutations: Case[] = worlds.map((world) => {
  const name = `${world.family}, ${world.version}, ${world.kind}`
  if (!isTaken(world))
    return defineCase({
      ...common(world),
      title: `${world.kind} is not the scheme of ${world.family}, and is refused in ${world.version}`,
      refuses: ['cefi-rest.listClients'],
      async run(context) {
        await refused(client(context, world).listClients(), { status: 401 })
      },
    })
  return defineCase({
    ...common(world),
    title: `clients, balances and an unknown order read the same over ${name}`,
    covers: ['cefi-rest.listClients', 'cefi-rest.listBalances', 'cefi-rest.listInstruments', 'cefi-rest.getHealth'],
    refuses: ['cefi-rest.getOrderStatus'],
    async run(context) {
      const cefi = client(context, world)
      const { data: clients } = await cefi.listClients()
      const { data: balances } = await cefi.listBalances()
      assert.ok(balances.length > 0, 'the credentials act for no client')
      for (const { id } of balances)
        assert.ok(
          clients.some((each) => each.id === id),
          'balances of an unknown client',
        )
      const { data: instruments } = await cefi.listInstruments({ query: { symbol: 'BTC-PYUSD' } })
      assert.equal(instruments[0]?.info?.symbol, 'BTC-PYUSD')
      assert.equal((await cefi.getHealth()).status, 'healthy')
      const nobodys = { ref_id: '999999999999999999' }
      await refused(cefi.getOrderStatus({ path: nobodys }), { status: 404, code: 'not_found' })
    },
  })
})
