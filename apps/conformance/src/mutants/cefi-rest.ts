import type { Subject } from '../case/define.ts'
import { isObject } from '../json.ts'
import { changeBody, type Hop, type Mutant, ok, onRefusal, onRequest, onSuccess, rows, single } from './mutant.ts'

const clients = ['cefi-rest.listClients'] as const
const status = ['cefi-rest.getOrderStatus'] as const
const everything: Subject[] = ['cefi-rest.listClients', 'cefi-rest.listBalances', 'cefi-rest.getHealth']

/** The kind of slip in signed headers, as the sound service would see it. */
function slip({ request, trust }: Hop): 'none' | 'key' | 'window' | 'signature' {
  const headers = request.requestHeaders
  if (headers['x-truex-key-id'] === undefined) return 'none'
  const isOurs = headers['x-truex-key-id'] === trust.hmac.keyId
  if (!isOurs || headers['x-truex-organization-id'] !== trust.hmac.organizationId) return 'key'
  return Math.abs(Number(headers['x-truex-timestamp']) - Date.now() / 1000) > 16 ? 'window' : 'signature'
}

const unchecked = (id: string, title: string, kind: ReturnType<typeof slip>): Mutant =>
  onRefusal(id, title, clients, 401, (hop, answer) =>
    slip(hop) === kind ? hop.forward(hop.trust.cefi(hop.request)) : answer,
  )

const version = (hop: Hop) => hop.request.requestHeaders['x-truex-version']

export const cefiRestMutants: Mutant[] = [
  unchecked('cefi-signature-not-checked', 'the signature of a request is not checked', 'signature'),
  unchecked('cefi-window-not-enforced', 'a request may be of any age', 'window'),
  unchecked('cefi-any-key-accepted', 'the key id and the organization are not checked', 'key'),
  unchecked('cefi-credentials-not-needed', 'requests without credentials are answered', 'none'),
  onSuccess('cefi-wrong-envelope', 'the current version answers in the form of the old one', everything, (body, hop) =>
    version(hop) === 'v2026_01_23' ? body['data'] : undefined,
  ),
  onSuccess('cefi-envelope-in-the-old-version', 'the old version answers in an envelope', everything, (body, hop) =>
    version(hop) === 'v2024_01_01' ? { data: body['data'] ?? body } : undefined,
  ),
  onRefusal('cefi-error-not-wrapped', 'problems come without their envelope', status, 404, (_, answer) =>
    changeBody(answer, (body) => body['error'] ?? body),
  ),
  onRefusal('cefi-problem-without-title', 'problems have no title', status, 404, (_, answer) =>
    changeBody(answer, (body) => {
      const problem = isObject(body['error']) ? body['error'] : body
      delete problem['title']
    }),
  ),
  onRefusal('cefi-problem-as-text', 'problems are plain text', status, 404, (_, answer) => ({
    ...answer,
    headers: { 'content-type': 'text/plain' },
    body: 'not found',
  })),
  onRefusal(
    'cefi-unknown-version-accepted',
    'a version that never was is answered',
    ['cefi-rest.getHealth'],
    400,
    ({ forward, request }) =>
      forward({ ...request, requestHeaders: { ...request.requestHeaders, 'x-truex-version': 'v2026_01_23' } }),
  ),
  {
    kind: 'http',
    id: 'cefi-deprecation-not-announced',
    title: 'answers of the old version do not say that it is going',
    breaks: ['cefi-rest.listInstruments'],
    async act({ forward, request }) {
      const answer = await forward(request)
      const { deprecation: _, sunset: __, ...headers } = answer.headers
      return { ...answer, headers }
    },
  },
  onSuccess('cefi-numeric-ids', 'ids are JSON numbers', clients, (body) => {
    for (const row of rows(body)) row['id'] = Number(row['id'])
  }),
  onSuccess('cefi-float-quantities', 'quantities are JSON numbers', status, (body) => {
    const order = single(body)
    order['leaves_qty'] = Number(order['leaves_qty'])
  }),
  onSuccess('cefi-swapped-book', 'bid and offer are swapped', ['cefi-rest.listMarketQuotes'], (body) => {
    for (const { info } of rows(body)) {
      if (isObject(info)) [info['best_bid'], info['best_ask']] = [info['best_ask'] ?? null, info['best_bid'] ?? null]
    }
  }),
  onSuccess('cefi-hold-not-taken', 'a resting order holds nothing', ['cefi-rest.listBalances'], (body) => {
    for (const { balances } of rows(body)) for (const row of rows({ data: balances ?? [] })) row['order_hold'] = '0'
  }),
  onSuccess('cefi-post-only-trades', 'a post-only order takes', status, (body) => {
    const order = single(body)
    if (order['status'] === 'CANCELED') Object.assign(order, { status: 'FILLED', executed_qty: '0.001' })
  }),
  onSuccess('cefi-cancel-forgotten', 'a canceled order stays active', status, (body) => {
    const order = single(body)
    if (order['status'] === 'CANCELED') order['status'] = 'ACTIVE'
  }),
  onSuccess('cefi-band-not-enforced', 'a price outside the band is accepted', status, (body) => {
    const order = single(body)
    if (order['status'] === 'REJECTED') order['status'] = 'ACTIVE'
  }),
  onSuccess('cefi-modify-forgotten', 'a modification changes nothing', status, (body) => {
    const order = single(body)
    if (order['leaves_qty'] === '0.002') order['leaves_qty'] = '0.001'
  }),
  onSuccess('cefi-status-nobody-listed', 'orders have a status that no contract names', status, (body) => {
    const order = single(body)
    if (order['status'] === 'FILLED') order['status'] = 'DONE'
  }),
  onSuccess('cefi-maker-is-taker', 'the liquidity flag is the other one', ['cefi-rest.listOrderTrades'], (body) => {
    for (const row of rows(body)) row['liq_flag'] = row['liq_flag'] === 'TAKER' ? 'MAKER' : 'TAKER'
  }),
  onSuccess('cefi-trades-counted-twice', 'fills are listed twice', ['cefi-rest.listOrderTrades'], (body) => {
    body['data'] = [...rows(body), ...rows(body)]
  }),
  onSuccess('cefi-residual-lost', 'what a quote leaves over is not told', ['cefi-rest.computeMarketQuote'], (body) => {
    const quote = single(body)
    quote['notional_residual'] = '5'
  }),
  onRefusal(
    'cefi-balances-are-public',
    "another client's balances can be read",
    ['cefi-rest.listBalances'],
    403,
    (hop) => {
      const url = new URL(hop.request.url)
      url.searchParams.delete('client_id')
      return hop.forward(hop.trust.cefi({ ...hop.request, url: url.href }))
    },
  ),
  onRequest('cefi-cursor-ignored', 'every page is the first page', ['cefi-rest.listOrders'], (url) =>
    url.searchParams.delete('cursor'),
  ),
  onSuccess('cefi-page-loses-a-row', 'every page loses its last row', ['cefi-rest.listOrders'], (body) => {
    body['data'] = rows(body).slice(0, -1)
  }),
  onRequest('cefi-symbol-filter-ignored', 'the symbol filter does nothing', ['cefi-rest.listInstruments'], (url) =>
    url.searchParams.set('symbol', 'ETH'),
  ),
  onRequest('cefi-name-filter-ignored', 'the name filter of assets does nothing', ['cefi-rest.listAssets'], (url) =>
    url.searchParams.delete('name'),
  ),
  onRefusal(
    'cefi-unknown-order-canceled',
    'an unknown order is said to be canceled',
    ['cefi-rest.cancelOrder'],
    404,
    () => ok(200, { data: { id: '1', status: 'CANCEL_PENDING' } }),
  ),
  onSuccess(
    'cefi-transfer-not-covered',
    'a withdrawal of more than there is completes',
    ['cefi-rest.listTransfers', 'cefi-rest.createTransfer'],
    (body) => {
      for (const row of rows(body)) if (row['status'] === 'REJECTED') row['status'] = 'COMPLETED'
    },
  ),
  onSuccess(
    'cefi-health-in-rfc-3339',
    'the health check tells the time in another form',
    ['cefi-rest.getHealth'],
    (body) => {
      single(body)['timestamp'] = new Date().toISOString()
    },
  ),
  onSuccess('cefi-client-forgets', 'a changed setting is not kept', clients, (body, hop) => {
    if (hop.request.url.includes('mnemonic=')) body['data'] = []
  }),
]
