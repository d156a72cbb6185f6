import { createAuthClient } from '@truemarkets/auth'
import { createCefiRestClient } from '@truemarkets/cefi-rest'
import wsContract from '@truemarkets/cefi-ws/contract' with { type: 'json' }
import { type Environment, type EnvironmentUrls, environmentUrl, type HmacCredential } from '@truemarkets/core'
import { createGatewayClient } from '@truemarkets/gateway'
import type { Io } from '../io.ts'
import { judgeClock } from './clock.ts'
import { judgeDeprecations, UNREACHED } from './deprecations.ts'
import { type Finding, findings, TOPICS } from './finding.ts'
import { readGreeting } from './greeting.ts'
import { inspectHmacVariables } from './hmac-variables.ts'
import { inspectKeyFile } from './key-file.ts'
import { reach } from './reach.ts'
import { judgeGreeting, judgeSchemaVersions } from './versions.ts'
import { beginVisit, type Visit } from './visit.ts'

/** What the doctor works with. */
export type DoctorTools = Pick<Io, 'env' | 'readFile' | 'nowMs' | 'signal'> & {
  readonly fetch: typeof globalThis.fetch
  /** How long an API may take before it counts as out of reach, in milliseconds. */
  readonly timeoutMs: number
}

/** Looks at everything that a first call depends on. Sends reads only, and only one of them signed. */
export async function examine(environment: Environment, tools: DoctorTools): Promise<Finding[]> {
  const { urls } = environment
  const url = {
    auth: environmentUrl(environment, 'auth'),
    gateway: environmentUrl(environment, 'gateway'),
    cefiRest: environmentUrl(environment, 'cefiRest'),
    cefiWs: environmentUrl(environment, 'cefiWs'),
  }
  const { credential, finding } = inspectHmacVariables(tools.env)
  const visit = () => beginVisit(urls, tools)
  const visits = { auth: visit(), gateway: visit(), cefiRest: visit() }
  const found = await Promise.all([
    finding === undefined ? tryHmac(visits.cefiRest, url.cefiRest, credential) : Promise.resolve(finding),
    reach('reachability', 'Auth', url.auth, async () => {
      await createAuthClient(visits.auth.options).getHealth()
      return url.auth
    }),
    reach('reachability', 'Gateway', url.gateway, async () => {
      await createGatewayClient(visits.gateway.options).listAssets({ query: { venue: 'cefi' } })
      return url.gateway
    }),
    reach('reachability', 'CeFi REST', url.cefiRest, async () => {
      const { status } = await createCefiRestClient(visits.cefiRest.options).getHealth()
      return `${url.cefiRest}, ${status}`
    }),
    schemaVersions(visits.cefiRest, url.cefiRest),
    webSocket(urls, url.cefiWs, tools),
  ])
  const noticed = [
    ...judgeClocks(url, visits),
    ...judgeDeprecations('CeFi REST', visits.cefiRest, tools.nowMs()),
    ...judgeDeprecations('Gateway', visits.gateway, tools.nowMs()),
  ]
  return inOrder([inspectKeyFile(tools), ...found.flat(), ...noticed])
}

/** The one signed call: the list of clients that the key acts for. */
function tryHmac({ options }: Visit, url: string, credential: HmacCredential): Promise<Finding> {
  return reach('credentials', 'TRUEX_*', url, async () => {
    const { data } = await createCefiRestClient({ ...options, auth: credential }).listClients()
    return `accepted; key ${credential.keyId} acts for ${clientsIn(data.map(({ id = 'without an id' }) => id))}`
  })
}

function clientsIn(ids: readonly string[]): string {
  if (ids.length === 0) return 'no client'
  return `${ids.length === 1 ? 'client' : 'the clients'} ${ids.join(', ')}`
}

async function schemaVersions(visit: Visit, url: string): Promise<Finding> {
  let body: unknown
  const listed = await reach('versions', 'CeFi REST', url, async () => {
    body = await createCefiRestClient(visit.options).listVersions()
    return 'listed'
  })
  if (!visit.isAnswered()) return findings('versions').missing('CeFi REST', 'the list cannot be reached', UNREACHED)
  return listed.state === 'good' ? judgeSchemaVersions('CeFi REST', body) : listed
}

async function webSocket(urls: EnvironmentUrls, url: string, tools: DoctorTools): Promise<Finding[]> {
  let version: string | undefined
  const greeted = await reach('reachability', 'CeFi WebSocket', url, async () => {
    version = (await readGreeting(urls, tools)).version
    return url
  })
  if (greeted.state !== 'good') return [greeted]
  const { version: contract } = wsContract['info'] as { readonly version: string }
  return [greeted, judgeGreeting('CeFi WebSocket', version, contract)]
}

/** One finding for each host: an API on the host of another has its clock. The answer that proves most counts. */
function judgeClocks(
  urls: Readonly<Record<'auth' | 'gateway' | 'cefiRest', string>>,
  visits: Readonly<Record<'auth' | 'gateway' | 'cefiRest', Visit>>,
): Finding[] {
  const byHost = new Map<string, number | undefined>()
  for (const api of ['auth', 'gateway', 'cefiRest'] as const) {
    const host = new URL(urls[api]).host
    const known = byHost.get(host)
    const offsetMs = visits[api].offsetMs()
    const provesMore = offsetMs !== undefined && (known === undefined || Math.abs(offsetMs) > Math.abs(known))
    byHost.set(host, provesMore ? offsetMs : known)
  }
  return [...byHost].map(([host, offsetMs]) => judgeClock(host, offsetMs))
}

function inOrder(found: readonly Finding[]): Finding[] {
  return TOPICS.flatMap((topic) => found.filter((finding) => finding.topic === topic))
}
