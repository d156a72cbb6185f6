import type { Subject } from '../case/define.ts'
import { isObject } from '../json.ts'
import { type Mutant, ok, onRefusal, onRequest, onSuccess, rows } from './mutant.ts'

const reads: Subject[] = ['gateway.getOrder', 'gateway.listOrders', 'gateway.getPortfolio']

export const gatewayMutants: Mutant[] = [
  onRefusal('gateway-token-not-needed', 'requests without a token are answered', reads, 401, async (hop, answer) =>
    hop.request.requestHeaders['authorization'] === undefined
      ? hop.forward(await hop.trust.bearer(hop.request))
      : answer,
  ),
  onRefusal(
    'gateway-forged-token-accepted',
    'the signature of a token is not checked',
    reads,
    401,
    async (hop, answer) =>
      hop.request.requestHeaders['authorization'] === undefined
        ? answer
        : hop.forward(await hop.trust.bearer(hop.request)),
  ),
  onRefusal('gateway-stamp-not-verified', 'stamps are not verified', ['gateway.executeOrder'], 400, () =>
    ok(200, { status: 'pending' }),
  ),
  onRefusal('gateway-stamp-of-any-key', 'anybody may stamp', ['gateway.executeOrder'], 403, () =>
    ok(200, { status: 'pending' }),
  ),
  onRefusal('gateway-executes-twice', 'an order can be executed twice', ['gateway.executeOrder'], 409, () =>
    ok(200, { status: 'pending' }),
  ),
  onSuccess('gateway-swapped-sides', 'orders read back with the other side', ['gateway.getOrder'], (body) => {
    body['side'] = body['side'] === 'buy' ? 'sell' : 'buy'
  }),
  onSuccess('gateway-float-prices', 'prices are JSON numbers', ['gateway.getOrder'], (body) => {
    body['price'] = Number(body['price'])
  }),
  onSuccess('gateway-status-misspelt', 'a canceled order is spelt cancelled', ['gateway.getOrderStatus'], (body) => {
    if (body['status'] === 'canceled') body['status'] = 'cancelled'
  }),
  onSuccess(
    'gateway-status-of-another-time',
    'the status read lags behind the order',
    ['gateway.getOrderStatus'],
    (body) => {
      if (body['status'] === 'active') body['status'] = 'pending'
    },
  ),
  onRefusal('gateway-unknown-order-is-empty', 'an unknown order reads as an empty one', ['gateway.getOrder'], 404, () =>
    ok(200, {}),
  ),
  onRefusal('gateway-orders-are-public', "somebody else's order can be read", ['gateway.getOrder'], 404, async (hop) =>
    hop.forward(await hop.trust.bearer(hop.request)),
  ),
  {
    kind: 'http',
    id: 'gateway-created-is-ok',
    title: 'createOrder answers 200 in place of 201',
    breaks: ['gateway.createOrder'],
    act: async ({ forward, request }) => ({ ...(await forward(request)), status: 200 }),
  },
  onSuccess('gateway-nothing-to-sign', 'a prepared order comes without payloads', ['gateway.createOrder'], (body) => {
    body['payloads'] = []
  }),
  onSuccess(
    'gateway-unfunded-order-exists',
    'an order that nobody can pay for gets an id',
    ['gateway.createOrder'],
    (body) => {
      if (body['order_id'] === '') body['order_id'] = '3f0c1a52-0000-4000-8000-000000000001'
    },
  ),
  onSuccess(
    'gateway-quote-hides-issues',
    'the quote of an unfundable order names no issue',
    ['gateway.createOrder'],
    (body) => {
      if (isObject(body['quote'])) body['quote']['issues'] = []
    },
  ),
  onRefusal(
    'gateway-rules-not-enforced',
    'the rules of order types are not enforced',
    ['gateway.createOrder'],
    400,
    () => ok(201, { order_id: '3f0c1a52-0000-4000-8000-000000000002', status: 'pending' }),
  ),
  onSuccess('gateway-page-loses-a-row', 'every page loses its last row', ['gateway.listOrders'], (body) => {
    body['data'] = rows(body).slice(0, -1)
  }),
  onRequest(
    'gateway-cursor-ignored',
    'every page is the first page',
    ['gateway.listOrders', 'gateway.listAssets'],
    (url) => url.searchParams.delete('cursor'),
  ),
  onRequest(
    'gateway-status-filter-ignored',
    'the status filter of orders does nothing',
    ['gateway.listOrders'],
    (url) => url.searchParams.delete('status'),
  ),
  onRequest('gateway-limit-not-enforced', 'a page may have any size', ['gateway.listOrders'], (url) => {
    if (Number(url.searchParams.get('limit')) > 100) url.searchParams.set('limit', '100')
  }),
  onSuccess('gateway-held-not-subtracted', 'what is held counts as available', ['gateway.listBalances'], (body) => {
    for (const row of rows(body)) row['held'] = String(Number(row['held']) + 1)
  }),
  onSuccess('gateway-assets-without-networks', 'assets come without their networks', ['gateway.listAssets'], (body) => {
    for (const row of rows(body)) delete row['networks']
  }),
  onRequest('gateway-venue-filter-ignored', 'the venue filter does nothing', ['gateway.listAssets'], (url) =>
    url.searchParams.delete('venue'),
  ),
  onSuccess(
    'gateway-transfer-needs-no-signature',
    'a transfer starts without waiting for its signature',
    ['gateway.createTransfer'],
    (body) => {
      if (body['status'] === 'awaiting_signature') body['status'] = 'pending'
    },
  ),
  onSuccess(
    'gateway-transfer-fee-is-free',
    'the fee is not taken from what arrives',
    ['gateway.getTransfer'],
    (body) => {
      body['received'] = String(Number(body['sent']) + 1)
    },
  ),
  onRefusal(
    'gateway-transfer-stamp-not-verified',
    'a transfer moves on any stamp',
    ['gateway.executeTransfer'],
    400,
    () => ok(200, { status: 'pending' }),
  ),
  onSuccess(
    'gateway-portfolio-does-not-add-up',
    'the portfolio is worth more than its balances',
    ['gateway.getPortfolio'],
    (body) => {
      body['total_usd'] = String(Number(body['total_usd']) * 2)
    },
  ),
  onSuccess('gateway-quote-of-the-other-side', 'a quote prices the wrong unit', ['gateway.computeQuote'], (body) => {
    body['qty'] = String(1 / Number(body['qty']))
  }),
  {
    kind: 'http',
    id: 'gateway-answers-html',
    title: 'an edge answers 200 with a page',
    breaks: ['gateway.listAssets'],
    act: () => Promise.resolve({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }),
  },
  {
    kind: 'http',
    id: 'gateway-unknown-header',
    title: 'answers carry a header that no contract names',
    breaks: ['gateway.getPortfolio'],
    async act({ forward, request }) {
      const answer = await forward(request)
      return { ...answer, headers: { ...answer.headers, 'x-powered-by': 'a mutant' } }
    },
  },
  onSuccess('gateway-unknown-field', 'orders carry a member that no contract names', ['gateway.getOrder'], (body) => {
    body['internal_id'] = '7'
  }),
  onSuccess(
    'gateway-null-where-none-may-be',
    'a status is null',
    ['gateway.getOrder'],
    (body) => void (body['status'] = null),
  ),
  onSuccess(
    'gateway-older-path-differs',
    'the deprecated base path answers with fewer rows',
    ['gateway.listAssets'],
    (body, hop) => {
      if (hop.request.url.includes('/conductor/')) body['data'] = rows(body).slice(1)
    },
  ),
]
