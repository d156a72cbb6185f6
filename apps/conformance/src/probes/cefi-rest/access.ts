import { apiKey, readTokenClaims } from '@truemarkets/core'
import type { HttpApi } from '../../api.ts'
import { inMinutes } from '../../cases/cefi-rest/market.ts'
import { look, noneOfThese, type Probe, tell } from '../probe.ts'
import { current, needs } from './call.ts'

/** Reads that any account answers, with the parameters they require. */
const reads = () => {
  const timestamp = inMinutes(0)
  return [
    '/assets',
    '/instruments',
    '/markets/quote',
    '/clients',
    '/balances',
    '/orders/active',
    '/orders/list',
    `/orders/trades?timestamp=${timestamp}`,
    '/transfers/active',
    `/transfers?timestamp=${timestamp}`,
  ]
}

export const cefiRestAccessProbes: readonly Probe[] = [
  {
    question: 'R7',
    needs,
    touches: 'trade',
    async run(context) {
      const { raw } = context.cefiRest({ validate: 'off' })
      const odd: string[] = []
      const signed = async (method: 'GET' | 'POST' | 'PATCH', path: string, expected: number) => {
        // The paths come from a list, so the types of the client cannot follow; an empty body changes nothing.
        const call = raw[method] as (path: string, init?: object) => Promise<{ response: { status: number } }>
        const { response } = await call(path, method === 'GET' ? {} : { body: {} })
        if (response.status !== expected) odd.push(`${method} ${path.split('?')[0]} ${response.status}`)
        return response.status
      }
      const statuses: number[] = []
      for (const path of reads()) statuses.push(await signed('GET', path, 200))
      statuses.push(await signed('POST', '/orders', 400))
      statuses.push(await signed('PATCH', '/orders', 400))
      statuses.push(await signed('PATCH', '/clients', 400))
      statuses.push(await signed('POST', '/transfers', 400))
      const isElsewhere = statuses.some((status) => status === 404 || status === 405)
      return {
        choice: isElsewhere ? 'elsewhere' : odd.length === 0 ? 'as-printed' : null,
        evidence: odd.length === 0 ? `${statuses.length} paths answer as they should` : odd.join(', '),
      }
    },
  },
  {
    question: 'R16',
    needs: [],
    touches: 'read',
    async run(context) {
      const signs = new Set<string>()
      let answered = 0
      for (let asked = 0; asked < 20; asked += 1) {
        const { status, headers } = await look(context.send('cefi-rest', 'GET', '/instruments', undefined, current))
        if (status === 200) answered += 1
        if (status === 429) signs.add('429')
        for (const name of headers.keys()) if (/^(x-)?ratelimit|^retry-after$/.test(name)) signs.add(name)
      }
      const choice = signs.size > 0 ? 'limited' : answered === 20 ? 'none-seen' : null
      return { choice, evidence: `${answered} of 20 reads answered; ${[...signs].join(', ') || 'no sign of a limit'}` }
    },
  },
  {
    question: 'R21',
    needs: ['apiKey'],
    touches: 'read',
    async run(context) {
      const { target } = context
      const keyFiles = [target.keyFile(), ...(target.sandbox === null ? [] : [target.sandbox.notOnboardedKeyFile])]
      const evidence: string[] = []
      /** Statuses of tokens that are good, by whether they have the claim. */
      const statuses = { with: new Set<number>(), without: new Set<number>() }
      for (const keyFile of keyFiles) {
        const token = await context.auth({ auth: apiKey(keyFile) }).tokens.token()
        const kind = readTokenClaims(token)?.['client_id'] === undefined ? 'without' : 'with'
        const read = (api: HttpApi, path: string) =>
          look(context.send(api, 'GET', path, undefined, { ...current, authorization: `Bearer ${token}` }))
        // A token that is refused elsewhere too is not refused for its claim.
        const [seen, elsewhere] = [await read('cefi-rest', '/clients'), await read('gateway', '/balances')]
        if (elsewhere.status === 200) statuses[kind].add(seen.status)
        evidence.push(`${kind} client_id ${tell(seen)}, at the gateway ${elsewhere.status}`)
      }
      const isOtherwise = statuses.with.has(401) || statuses.without.has(200)
      const isAsAdopted = statuses.with.has(200) && statuses.without.has(401)
      return {
        choice: isOtherwise ? 'otherwise' : isAsAdopted ? 'client-id-decides' : null,
        evidence: evidence.join('; '),
      }
    },
  },
  {
    question: 'R22',
    needs: [],
    touches: 'read',
    async run(context) {
      const paths = ['/assets', '/instruments', '/markets/quote', '/versions', '/health']
      const statuses: number[] = []
      for (const path of paths)
        statuses.push((await look(context.send('cefi-rest', 'GET', path, undefined, current))).status)
      const isTold = statuses.every((status) => status === 200 || status === 401)
      const isSame = new Set(statuses).size === 1
      const choice = !isTold ? null : !isSame ? noneOfThese : statuses[0] === 200 ? 'open' : 'credentials-needed'
      return { choice, evidence: paths.map((path, at) => `${path} ${statuses[at]}`).join(', ') }
    },
  },
]
