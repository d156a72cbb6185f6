import { isObject, type JsonObject } from '../../json.ts'
import type { Mutant } from '../mutant.ts'
import { changeBody, ok, onRefusal, onRequest, onSuccess, rows, single, textOf, without } from './spoil.ts'

const clients = ['cefi-rest.listClients'] as const
const status = ['cefi-rest.getOrderStatus'] as const
const orders = ['cefi-rest.listOrders'] as const
const instruments = ['cefi-rest.listInstruments'] as const
const quotes = ['cefi-rest.listMarketQuotes'] as const
const versions = ['cefi-rest.listVersions'] as const
const balances = ['cefi-rest.listBalances'] as const
const lists = ['cefi-rest.listOrderTrades', 'cefi-rest.listTransfers', 'cefi-rest.listActiveTransfers'] as const

const assetsOf = ({ balances: assets }: JsonObject) => rows({ data: assets ?? [] })

export const cefiRestWireMutants: Mutant[] = [
  {
    kind: 'http',
    id: 'cefi-unknown-version-accepted',
    title: 'a version that never was is answered',
    breaks: ['cefi-rest.getHealth'],
    act: ({ forward, request }) =>
      forward({ ...request, requestHeaders: { ...request.requestHeaders, 'x-truex-version': 'v2026_01_23' } }),
  },
  onRefusal('cefi-problem-without-title', 'problems have no title', status, 404, (answer) =>
    changeBody(answer, (body) => {
      const problem = isObject(body['error']) ? body['error'] : body
      delete problem['title']
    }),
  ),
  onRefusal('cefi-problem-as-text', 'problems are plain text', status, 404, (answer) => ({
    ...answer,
    headers: { 'content-type': 'text/plain' },
    body: 'not found',
  })),
  onSuccess('cefi-numeric-ids', 'ids are JSON numbers', clients, (body) => {
    for (const row of rows(body)) row['id'] = Number(row['id'])
  }),
  onSuccess('cefi-float-quantities', 'quantities are JSON numbers', status, (body) => {
    const order = single(body)
    order['leaves_qty'] = Number(order['leaves_qty'])
  }),
  onSuccess('cefi-average-is-the-limit', 'the average price of a fill is the price of the order', status, (body) => {
    const order = single(body)
    const info = isObject(order['order_info']) ? order['order_info'] : {}
    if (Number(order['executed_qty']) > 0) order['executed_vwap'] = info['price'] ?? '1'
  }),
  onSuccess('cefi-leaves-never-shrink', 'what an order leaves is what it was', status, (body) => {
    const order = single(body)
    if (isObject(order['order_info'])) order['leaves_qty'] = order['order_info']['qty'] ?? null
  }),
  onSuccess('cefi-partly-filled-is-filled', 'an order that is filled in part reads as filled', status, (body) => {
    const order = single(body)
    if (Number(order['executed_qty']) > 0) order['status'] = 'FILLED'
  }),
  onSuccess('cefi-nothing-is-pending', 'nothing of an order is ever pending', ['cefi-rest.createOrder'], (body) => {
    single(body)['pending_qty'] = '0'
  }),
  onSuccess('cefi-caller-id-lost', 'an order forgets the id that its client gave it', status, (body) => {
    single(body)['external_id'] = ''
  }),
  onSuccess('cefi-times-in-milliseconds', 'times are milliseconds', status, (body) => {
    const order = single(body)
    order['timestamp'] = textOf(order['timestamp']).slice(0, 13)
  }),
  onSuccess('cefi-changes-are-not-dated', 'an order does not say when it last changed', status, (body) => {
    const order = single(body)
    order['update_timestamp'] = order['timestamp'] ?? null
  }),
  onSuccess('cefi-terms-of-another-type', 'every order reads as a limit order', ['cefi-rest.createOrder'], (body) => {
    const { order_info: info } = single(body)
    if (isObject(info)) info['type'] = 'LIMIT'
  }),
  onSuccess('cefi-withdrawal-holds-nothing', 'no transfer is seen to hold anything', balances, (body) => {
    for (const asset of rows(body).flatMap(assetsOf)) asset['transfer_hold'] = '0'
  }),
  onSuccess('cefi-all-is-settled', 'nothing is reported as unsettled', balances, (body) => {
    for (const asset of rows(body).flatMap(assetsOf)) asset['unsettled'] = '0'
  }),
  onSuccess('cefi-level-counts-one', 'every level counts one order', quotes, (body) => {
    for (const { info } of rows(body))
      if (isObject(info) && isObject(info['best_bid'])) info['best_bid']['order_count'] = '1'
  }),
  onSuccess('cefi-halted-reads-as-active', 'a halted instrument is listed as active', instruments, (body) => {
    for (const row of rows(body)) row['status'] = 'ACTIVE'
  }),
  onSuccess('cefi-page-tells-another-size', 'a page names another size than it was asked for', orders, (body) => {
    body['pagination'] = { ...(isObject(body['pagination']) ? body['pagination'] : {}), size: 50 }
  }),
  onSuccess('cefi-turnover-stands-still', 'trades add nothing to the turnover', instruments, (body) => {
    for (const row of rows(body)) row['stats'] = { last_24hr_notional: '0', last_24hr_quantity: '0' }
  }),
  onSuccess('cefi-last-trade-missing', 'quotes name no last trade', quotes, (body) => {
    for (const { info } of rows(body)) if (isObject(info)) delete info['last_trade']
  }),
  onSuccess('cefi-quote-at-a-round-price', 'the price of a quote is cut', ['cefi-rest.computeMarketQuote'], (body) => {
    const quote = single(body)
    quote['price'] = String(Math.trunc(Number(quote['price'])))
  }),
  onSuccess('cefi-only-the-old-version', 'the list of versions ends before the current', versions, () => ({
    data: ['v2024_01_01'],
  })),
  onSuccess('cefi-instrument-of-unknown-assets', 'instruments name assets that are not there', instruments, (body) => {
    for (const { info } of rows(body)) if (isObject(info)) info['quote_asset_id'] = '7'
  }),
  onSuccess('cefi-empty-list-is-null', 'a list of nothing is null', lists, (body) => {
    if (rows(body).length === 0) body['data'] = null
  }),
  onRequest('cefi-quoted-instrument-ignored', 'every market is quoted', quotes, without('instrument_id')),
  onRequest('cefi-mnemonic-ignored', 'the mnemonic filter of clients does nothing', clients, without('mnemonic')),
  onRequest('cefi-instrument-id-ignored', 'the id filter of instruments does nothing', instruments, without('id')),
  onRequest(
    'cefi-active-order-id-ignored',
    'the id filter of open orders does nothing',
    ['cefi-rest.listActiveOrders'],
    without('id'),
  ),
  onRequest(
    'cefi-transfer-id-ignored',
    'the id filter of transfers in progress does nothing',
    ['cefi-rest.listActiveTransfers'],
    without('transfer_id'),
  ),
  onRequest('cefi-offset-ignored', 'every page of the old version is the first', orders, without('skip')),
  onRequest('cefi-size-ignored', 'a page has always the same size', orders, without('size')),
  {
    kind: 'http',
    id: 'cefi-degraded-is-ok',
    title: 'a degraded service answers 200',
    breaks: ['cefi-rest.getHealth'],
    act: async ({ forward, request }) => {
      const answer = await forward(request)
      return answer.status === 503 ? { ...answer, status: 200 } : answer
    },
  },
  onSuccess('cefi-swapped-book', 'bid and offer are swapped', quotes, (body) => {
    for (const { info } of rows(body)) {
      if (isObject(info)) [info['best_bid'], info['best_ask']] = [info['best_ask'] ?? null, info['best_bid'] ?? null]
    }
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
  onRefusal(
    'cefi-unknown-order-canceled',
    'an unknown order is said to be canceled',
    ['cefi-rest.cancelOrder'],
    404,
    () => ok(200, { data: { id: '1', status: 'CANCEL_PENDING' } }),
  ),
  onSuccess(
    'cefi-health-in-rfc-3339',
    'the health check gives the time in another form',
    ['cefi-rest.getHealth'],
    (body) => {
      single(body)['timestamp'] = new Date().toISOString()
    },
  ),
  onSuccess('cefi-client-forgets', 'a changed setting is not kept', clients, (body, hop) => {
    if (hop.request.url.includes('mnemonic=')) body['data'] = []
  }),
]
