import type { CefiRestClientOptions } from '@truemarkets/cefi-rest'
import { TrueMarketsError } from '@truemarkets/core'
import type { CaseContext } from '../case/context.ts'
import { restingBody, topOfBook } from '../cases/cefi-rest/market.ts'
import { buyAndSell } from '../cases/cefi-rest/place.ts'
import { withdrawal } from '../cases/cefi-rest/transfers.ts'
import { isObject, type Json } from '../json.ts'
import { first, look, member, type Probe, shape, tell } from './probe.ts'

const needs = ['hmacKey'] as const
const current = { 'X-Truex-Version': 'v2026_01_23' }

/** The data or the error of one call over the plain client, as it came, and its status. */
async function plain(call: Promise<{ data?: unknown; error?: unknown; response: { status: number } }>) {
  const { data, error, response } = await call
  return { status: response.status, body: (data ?? error) as Json | undefined }
}

/** How one single object is wrapped. */
function wrapping(body: Json | undefined): 'object' | 'array-of-one' | 'bare' | null {
  const data = member(body, 'data')
  if (data === undefined) return isObject(body) ? 'bare' : null
  return Array.isArray(data) ? 'array-of-one' : 'object'
}

async function place(context: CaseContext) {
  const body = await restingBody(context)
  const seen = await plain(context.cefiRest().raw.POST('/orders', { body }))
  const data = member(seen.body, 'data')
  const order = first(seen.body) ?? (isObject(data) ? data : isObject(seen.body) ? seen.body : {})
  const id = typeof order['id'] === 'string' ? order['id'] : ''
  if (id !== '') context.defer(() => context.cefiRest().cancelOrder({ path: { ref_id: id } }))
  return { ...seen, id, order, entered: body }
}

const signings: { choice: string; options: Partial<CefiRestClientOptions> }[] = [
  { choice: 'cefi-rest-full', options: {} },
  { choice: 'cefi-rest-without-prefix', options: { signedPath: 'without-prefix' } },
  { choice: 'cefi-rest-legacy-full', options: { hmacScheme: 'cefi-rest-legacy' } },
  {
    choice: 'cefi-rest-legacy-without-prefix',
    options: { hmacScheme: 'cefi-rest-legacy', signedPath: 'without-prefix' },
  },
]

export const cefiRestProbes: Probe[] = [
  {
    question: 'R1',
    needs: [],
    touches: 'read',
    async run(context) {
      const ask = (path: string, version?: string) =>
        look(
          context.send(
            'cefi-rest',
            'GET',
            path,
            undefined,
            version === undefined ? {} : { 'X-Truex-Version': version },
          ),
        )
      const old = await ask('/instruments', 'v2024_01_01')
      const none = await ask('/instruments')
      const legacy = await ask('../../api/v1/instrument')
      const statuses = [old, none, legacy].map(({ status }) => status)
      const isRefusal = (status: number) => status >= 400 && status < 500
      const choice = statuses.every((status) => status === 200)
        ? 'still-served'
        : statuses.every(isRefusal)
          ? 'refused'
          : null
      return { choice, evidence: `v2024_01_01 ${tell(old)}; no header ${tell(none)}; /api/v1 ${tell(legacy)}` }
    },
  },
  {
    question: 'R2',
    needs,
    touches: 'trade',
    async run(context) {
      await place(context)
      await place(context)
      const { raw } = context.cefiRest()
      const page = await plain(raw.GET('/orders/list', { params: { query: { size: 1 } } }))
      const cursor = member(member(page.body, 'pagination'), 'next_cursor')
      if (typeof cursor !== 'string') return { choice: null, evidence: 'the first page named no next cursor' }
      for (const choice of ['cursor', 'next_cursor', 'after', 'page_token']) {
        const next = await plain(raw.GET('/orders/list', { params: { query: { size: 1, [choice]: cursor } } }))
        if (next.status === 200 && first(next.body)?.['id'] !== first(page.body)?.['id'])
          return { choice, evidence: `${choice} moved on` }
      }
      return { choice: null, evidence: 'none of four names moved on' }
    },
  },
  {
    question: 'R3',
    needs,
    touches: 'read',
    async run(context) {
      const statuses: string[] = []
      for (const { choice, options } of signings) {
        const { status } = await plain(context.cefiRest(options).raw.GET('/clients'))
        statuses.push(`${choice} ${status}`)
        if (status !== 200) continue
        if (choice !== 'cefi-rest-full') return { choice, evidence: statuses.join(', ') }
        const query = { params: { query: { size: 1 } } }
        const without = await plain(context.cefiRest(options).raw.GET('/orders/list', query))
        const withQuery = await plain(context.cefiRest({ ...options, signQuery: true }).raw.GET('/orders/list', query))
        statuses.push(`query unsigned ${without.status}, signed ${withQuery.status}`)
        const both =
          without.status === 200 ? 'cefi-rest-full' : withQuery.status === 200 ? 'cefi-rest-full-with-query' : null
        return { choice: both, evidence: statuses.join(', ') }
      }
      return { choice: null, evidence: statuses.join(', ') }
    },
  },
  {
    question: 'R4',
    needs: [],
    touches: 'read',
    async run(context) {
      const health = await look(context.send('cefi-rest', 'GET', '/health', undefined, current))
      const { instrumentId } = await topOfBook(context)
      const body = { instrument_id: instrumentId, side: 'BUY', qty: '0.001', qty_unit: 'BASE' }
      const quote = await look(context.send('cefi-rest', 'POST', '/markets/quote', body, current))
      const choice = wrapping(health.body) === wrapping(quote.body) ? wrapping(quote.body) : null
      return { choice, evidence: `health ${tell(health)}, quote ${tell(quote)}` }
    },
  },
  {
    question: 'R5',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await look(context.send('cefi-rest', 'GET', '/versions', undefined, current))
      const data = seen.status === 200 ? (member(seen.body, 'data') ?? seen.body) : undefined
      const choice = Array.isArray(data) ? 'array' : isObject(data) ? 'object-with-array' : null
      return { choice, evidence: `${seen.status} ${shape(seen.body)}` }
    },
  },
  {
    question: 'R6',
    needs,
    touches: 'read',
    async run(context) {
      const { status, body } = await plain(
        context.cefiRest().raw.GET('/orders/list', { params: { query: { size: 100 } } }),
      )
      const pagination = member(body, 'pagination')
      const cursor = member(pagination, 'next_cursor')
      if (pagination === undefined) return { choice: null, evidence: `${status} without pagination` }
      const choice = cursor === undefined ? 'missing' : cursor === null ? 'null' : cursor === '' ? 'empty' : null
      return { choice, evidence: `${status} pagination ${shape(pagination)}` }
    },
  },
  {
    question: 'R8',
    needs,
    touches: 'trade',
    async run(context) {
      const { order } = await place(context)
      const choice = 'executed_qty' in order ? 'executed_qty' : 'exeuted_qty' in order ? 'exeuted_qty' : null
      return { choice, evidence: shape(order) }
    },
  },
  {
    question: 'R10',
    needs,
    touches: 'trade',
    async run(context) {
      const { id } = await place(context)
      const params = { path: { ref_id: id } }
      const { status, body } = await plain(context.cefiRest().raw.GET('/orders/status/{ref_id}', { params }))
      const kind = wrapping(body)
      return { choice: kind === 'bare' ? null : kind, evidence: `${status} ${shape(body)}` }
    },
  },
  {
    question: 'R11',
    needs,
    touches: 'transfer',
    sandboxOnly: 'the form that is right would be carried out',
    async run(context) {
      const body = await withdrawal(context, '1')
      const send = async (transferBody: 'wrapped' | 'flat') => {
        try {
          await context.cefiRest({ transferBody }).createTransfer({ body })
          return true
        } catch (cause) {
          if (cause instanceof TrueMarketsError && cause.status === 400) return false
          throw cause
        }
      }
      const [wrapped, flat] = [await send('wrapped'), await send('flat')]
      const choice = wrapped === flat ? null : wrapped ? 'wrapped' : 'flat'
      return { choice, evidence: `wrapped ${wrapped ? 'taken' : 'refused'}, flat ${flat ? 'taken' : 'refused'}` }
    },
  },
  {
    question: 'R12',
    needs,
    touches: 'trade',
    async run(context) {
      await buyAndSell(context)
      const count = async (timestamp: string) =>
        (await context.cefiRest().listOrderTrades({ query: { timestamp, size: 100 } })).data.length
      const [sinceEver, untilLater] = [await count('1'), await count(String(BigInt(Date.now() + 60_000) * 1_000_000n))]
      const choice = sinceEver === untilLater ? null : untilLater > sinceEver ? 'before' : 'after'
      return { choice, evidence: `1970: ${sinceEver} rows, a minute ahead: ${untilLater} rows` }
    },
  },
  {
    question: 'R13',
    needs: [],
    touches: 'read',
    async run(context) {
      const seen = await look(context.send('cefi-rest', 'GET', '/assets?id=0', undefined, current))
      const choice =
        member(seen.body, 'error') !== undefined
          ? 'enveloped'
          : member(seen.body, 'title') !== undefined
            ? 'bare'
            : null
      return { choice, evidence: `${tell(seen)} as ${seen.headers.get('content-type') ?? 'nothing'}` }
    },
  },
  {
    question: 'R17',
    needs,
    touches: 'trade',
    async run(context) {
      const { entered: body, id } = await place(context)
      const again = await plain(context.cefiRest().raw.POST('/orders', { body }))
      const data = member(again.body, 'data')
      const other = isObject(data) && typeof data['id'] === 'string' ? data['id'] : ''
      if (other !== '') context.defer(() => context.cefiRest().cancelOrder({ path: { ref_id: other } }))
      const choice =
        again.status === 400 || again.status === 409 ? 'refused' : other !== '' && other !== id ? 'second-order' : null
      return { choice, evidence: `the same external_id again: ${again.status}` }
    },
  },
  {
    question: 'R18',
    needs,
    touches: 'trade',
    async run(context) {
      const { entered: placed } = await place(context)
      const { client_id, price } = placed.info
      const info = { client_id, new_qty: '0.002', new_price: price ?? '' }
      const call = context
        .cefiRest({ validate: 'off' })
        .modifyOrder({ body: { external_id: placed.external_id, info } as never })
      const status = await call.then(
        () => 200,
        (cause: unknown) => (cause instanceof TrueMarketsError ? (cause.status ?? 0) : 0),
      )
      return {
        choice: status === 200 ? 'yes' : status === 400 ? 'no' : null,
        evidence: `by external_id alone: ${status}`,
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
      const choice = statuses.every((status) => status === 200)
        ? 'open'
        : statuses.includes(401)
          ? 'credentials-needed'
          : null
      return { choice, evidence: paths.map((path, at) => `${path} ${statuses[at]}`).join(', ') }
    },
  },
  {
    question: 'R23',
    needs: [],
    touches: 'read',
    async run(context) {
      const { headers } = await look(
        context.send('cefi-rest', 'GET', '/instruments', undefined, { 'X-Truex-Version': 'v2024_01_01' }),
      )
      const deprecation = headers.get('deprecation')
      const choice = deprecation === null ? null : deprecation.startsWith('@') ? 'epoch' : 'http-date'
      return {
        choice,
        evidence: deprecation === null ? 'no Deprecation header' : `Deprecation of ${deprecation.length} characters`,
      }
    },
  },
]
