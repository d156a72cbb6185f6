import { createHmac } from 'node:crypto'
import { apiKey } from '@truemarkets/core'
import type { CaseContext } from '../case/context.ts'
import { wrongClock } from '../case/wrong-clock.ts'
import { isObject, type Json } from '../json.ts'
import { bearer, look, member, type Probe, shape, tell, words } from './probe.ts'

const needs = ['hmacKey'] as const
const current = { 'X-Truex-Version': 'v2026_01_23' }

/** Status of `listClients` over a client that is not what it should be. */
async function statusOf(context: CaseContext, options: Parameters<CaseContext['cefiRest']>[0]): Promise<number> {
  return (await context.cefiRest(options).raw.GET('/clients')).response.status
}

/** How far this machine's clock is behind the service's, in seconds, as its `Date` header tells. */
async function clockOffset(context: CaseContext): Promise<number> {
  const { headers } = await look(context.send('cefi-rest', 'GET', '/health', undefined, current))
  const date = Date.parse(headers.get('date') ?? '')
  // A header in whole seconds is half a second old on average.
  return Number.isNaN(date) ? 0 : (date + 500 - Date.now()) / 1000
}

/** Signs a request of the older paths, whose scheme has a user-id header; `spellings` are those that are sent. */
async function legacyRead(context: CaseContext, spellings: readonly string[]): Promise<number> {
  const { clientId, keyId, secret } = context.target.hmac()
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', secret).update(`${timestamp}GET/api/v1/clients`).digest('base64')
  const headers = {
    ...current,
    'x-truex-auth-timestamp': timestamp,
    'x-truex-auth-signature': signature,
    'x-truex-auth-token': keyId,
    ...Object.fromEntries(spellings.map((spelling) => [`x-truex-auth-${spelling}`, clientId])),
  }
  return (await look(context.send('cefi-rest', 'GET', '../../api/v1/clients', undefined, headers))).status
}

/** Reads that any account answers, with the parameters they require. */
const reads = () => {
  const timestamp = String(BigInt(Date.now()) * 1_000_000n)
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

const rowsOf = (body: Json | undefined) => {
  const rows = member(body, 'data')
  return Array.isArray(rows) ? rows.filter(isObject) : []
}

export const cefiRestAccessProbes: Probe[] = [
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
    question: 'R9',
    needs,
    touches: 'trade',
    async run(context) {
      const { data, error, response } = await context.cefiRest({ validate: 'off' }).raw.PATCH('/clients', { body: {} })
      const body = (data ?? error) as Json | undefined
      const inner = member(body, 'error') ?? body
      const detail = member(inner, 'detail')
      // Only words that are written as members are, so that nothing else of the text gets into a report.
      const named = typeof detail === 'string' ? [...new Set(detail.match(/\b[a-z]+(?:_[a-z]+)+\b/g))] : []
      const choice = response.status === 400 ? (named.length > 0 ? 'named-members' : 'any-members') : null
      return {
        choice,
        evidence: `an empty body: ${response.status}, its detail names ${named.join(', ') || 'no member'}`,
      }
    },
  },
  {
    question: 'R14',
    needs,
    touches: 'read',
    async run(context) {
      const offset = await clockOffset(context)
      const seen: string[] = []
      const accepts = async (seconds: number) => {
        const status = await statusOf(context, { clock: wrongClock(offset + seconds) })
        seen.push(`${seconds > 0 ? '+' : ''}${seconds} s ${status}`)
        return status === 200 ? true : status === 401 ? false : null
      }
      // Two seconds around the edge, since both clocks are read in whole seconds.
      const inside = [await accepts(-13), await accepts(13)]
      const outside = [await accepts(-17), await accepts(17)]
      const isKnown = [...inside, ...outside].every((accepted) => accepted !== null)
      const isAsAdopted =
        inside.every((accepted) => accepted === true) && outside.every((accepted) => accepted === false)
      return { choice: !isKnown ? null : isAsAdopted ? 'fifteen-seconds' : 'another-window', evidence: seen.join(', ') }
    },
  },
  {
    question: 'R15',
    needs,
    touches: 'read',
    async run(context) {
      const none = await legacyRead(context, [])
      const plain = await legacyRead(context, ['userid'])
      const dashed = await legacyRead(context, ['user-id'])
      const isAsked = [none, plain, dashed].every((status) => status === 200 || status === 401)
      const choice = !isAsked
        ? null
        : none === 200
          ? 'not-needed'
          : plain === 200
            ? dashed === 200
              ? 'either'
              : 'userid'
            : dashed === 200
              ? 'user-id'
              : null
      return { choice, evidence: `on /api/v1: without ${none}, userid ${plain}, user-id ${dashed}` }
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
    question: 'R19',
    needs,
    touches: 'read',
    async run(context) {
      const { raw } = context.cefiRest()
      const rows = async (path: '/assets' | '/clients' | '/balances' | '/orders/list') =>
        rowsOf((await raw[`GET`](path, {})).data as Json | undefined)
      const orders = (await rows('/orders/list')).map((order) => member(order, 'order_info') ?? member(order, 'order'))
      const states = (await rows('/balances')).flatMap(({ balances }) =>
        Array.isArray(balances) ? balances.map((balance) => member(balance, 'state')) : [],
      )
      const values: Record<string, (Json | undefined)[]> = {
        'Asset.status': (await rows('/assets')).map(({ status }) => status),
        'Client.status': (await rows('/clients')).map(({ status }) => status),
        'AssetBalance.state': states,
        stp: orders.map((order) => member(order, 'stp')),
        flags: orders.flatMap((order) => {
          const flags = member(order, 'flags')
          return Array.isArray(flags) ? flags : [flags]
        }),
      }
      const met = Object.entries(values).map(([name, list]) => ({
        name,
        list: list.filter((value) => value !== undefined && value !== null),
      }))
      const all = met.flatMap(({ list }) => list)
      return {
        choice: all.length === 0 ? null : all.every((value) => typeof value === 'string') ? 'words' : 'other-values',
        evidence: met.map(({ name, list }) => `${name}: ${words(list) || 'none'}`).join('; '),
      }
    },
  },
  {
    question: 'R20',
    needs,
    touches: 'read',
    async run(context) {
      const timestamp = String(BigInt(Date.now() + 60_000) * 1_000_000n)
      const { data } = await context.cefiRest().raw.GET('/transfers', { params: { query: { timestamp, size: 100 } } })
      const seen = rowsOf(data as Json | undefined).flatMap((transfer) => {
        const instructions = transfer['instructions'] ?? member(transfer['request'], 'instructions')
        return instructions === undefined ? [] : [instructions]
      })
      if (seen.length === 0) return { choice: null, evidence: 'no transfer of the day holds instructions' }
      return {
        choice: seen.every(isObject) ? 'object' : 'other',
        evidence: [...new Set(seen.map(shape))].join('; '),
      }
    },
  },
  {
    question: 'R21',
    needs: ['apiKey'],
    touches: 'read',
    async run(context) {
      const read = (authorization: string) =>
        look(context.send('cefi-rest', 'GET', '/clients', undefined, { ...current, authorization }))
      const own = await read((await bearer(context)).authorization)
      const sandbox = context.target.sandbox
      if (own.status === 200 && sandbox === null)
        return { choice: null, evidence: `with client_id ${tell(own)}; there is no key whose token lacks it` }
      const stranger =
        sandbox === null
          ? null
          : await read(`Bearer ${await context.auth({ auth: apiKey(sandbox.notOnboardedKeyFile) }).tokens.token()}`)
      const isAsAdopted = own.status === 200 && stranger?.status === 401
      const isKnown = [own, stranger].every((seen) => seen === null || seen.status === 200 || seen.status === 401)
      return {
        choice: isAsAdopted ? 'client-id-decides' : isKnown ? 'otherwise' : null,
        evidence: `with client_id ${tell(own)}, without ${stranger === null ? 'not asked' : tell(stranger)}`,
      }
    },
  },
]
