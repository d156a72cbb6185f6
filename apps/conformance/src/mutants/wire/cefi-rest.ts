import { isObject } from '../../json.ts'
import type { Mutant } from '../mutant.ts'
import { changeBody, ok, onRefusal, onSuccess, rows, single } from './spoil.ts'

const clients = ['cefi-rest.listClients'] as const
const status = ['cefi-rest.getOrderStatus'] as const

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
  onSuccess('cefi-swapped-book', 'bid and offer are swapped', ['cefi-rest.listMarketQuotes'], (body) => {
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
