import { isObject } from '../../json.ts'
import type { Mutant } from '../mutant.ts'
import { changeBody, ok, onRefusal, onRequest, onSuccess, rows, textOf, without } from './spoil.ts'

const cancel = ['gateway.prepareCancelOrder'] as const
const transfer = ['gateway.createTransfer', 'gateway.executeTransfer', 'gateway.getTransfer'] as const
const createTransfer = ['gateway.createTransfer'] as const

export const gatewayWireMutants: Mutant[] = [
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
    'gateway-digest-of-something-else',
    'a digest is not that of its payload',
    ['gateway.createOrder'],
    (body) => {
      for (const payload of rows({ data: body['payloads'] ?? [] })) payload['digest'] = '0'.repeat(64)
    },
  ),
  onSuccess(
    'gateway-purchase-flows-out',
    'the feed shows purchases flowing out',
    ['gateway.listTransactions'],
    (body) => {
      for (const row of rows(body)) row['asset_flow'] = 'out'
    },
  ),
  onSuccess('gateway-dollars-sent-as-tokens', 'what is sent reads as what was asked for', transfer, (body) => {
    if (body['status'] === 'completed') body['sent'] = body['received'] = body['qty'] ?? null
  }),
  onSuccess('gateway-sent-before-it-is', 'a transfer reads as sent before it is', transfer, (body) => {
    body['sent'] = body['qty'] ?? null
  }),
  onSuccess('gateway-failed-without-reason', 'an order that failed does not say why', ['gateway.getOrder'], (body) => {
    if (body['status'] === 'failed') body['failure_reason'] = ''
  }),
  onSuccess(
    'gateway-average-is-the-limit',
    'the average price of an order is its limit',
    ['gateway.getOrder'],
    (body) => {
      if (body['type'] === 'limit' && Number(body['executed_qty']) > 0) body['executed_vwap'] = body['price'] ?? null
    },
  ),
  onSuccess('gateway-fill-without-price', 'a filled order has no average price', ['gateway.getOrder'], (body) => {
    body['executed_vwap'] = '0'
  }),
  onSuccess('gateway-leaves-after-the-fill', 'a filled order still leaves something', ['gateway.getOrder'], (body) => {
    body['leaves_qty'] = body['executed_qty'] ?? null
  }),
  onSuccess('gateway-created-long-ago', 'orders are as old as the service', ['gateway.getOrder'], (body) => {
    body['created_at'] = '2024-01-01T00:00:00Z'
  }),
  onSuccess('gateway-fee-forgotten', 'orders name no fee', ['gateway.getOrder'], (body) => {
    body['fee'] = '0'
  }),
  onSuccess(
    'gateway-oldest-first',
    'rows of a page come in the other order',
    ['gateway.listOrders', 'gateway.listTransfers'],
    (body) => {
      body['data'] = rows(body).toReversed()
    },
  ),
  onSuccess('gateway-feed-oldest-first', 'the feed begins with the oldest', ['gateway.listTransactions'], (body) => {
    body['data'] = rows(body).toReversed()
  }),
  onSuccess('gateway-feed-without-orders', 'the feed hides orders', ['gateway.listTransactions'], (body) => {
    body['data'] = rows(body).filter(({ type }) => type !== 'order')
  }),
  onSuccess('gateway-feed-flows-in', 'what leaves the account flows in', ['gateway.listTransactions'], (body) => {
    for (const row of rows(body)) row['asset_flow'] = 'in'
  }),
  onSuccess('gateway-swap-without-transaction', 'swaps name no transaction', ['gateway.listOrders'], (body) => {
    for (const row of rows(body)) row['tx_hash'] = ''
  }),
  onSuccess('gateway-cancel-wants-a-signature', 'a cancel at the exchange wants a stamp', cancel, (body) => {
    body['payloads'] = [{ payload: 'eA==', digest: '' }]
  }),
  onRefusal('gateway-cancel-signed-twice', 'a cancel takes another stamp', ['gateway.executeCancelOrder'], 409, () =>
    ok(200, { status: 'canceled' }),
  ),
  onSuccess('gateway-withdrawal-wants-a-signature', 'a withdrawal waits for a stamp', createTransfer, (body) => {
    if (body['venue'] === 'cefi') body['status'] = 'awaiting_signature'
  }),
  onSuccess('gateway-transfer-in-other-units', 'dollars read as tokens', ['gateway.getTransfer'], (body) => {
    body['qty_unit'] = 'base'
  }),
  onSuccess(
    'gateway-transfer-without-transaction',
    'a transfer names no transaction',
    ['gateway.getTransfer'],
    (body) => {
      body['tx_hash'] = ''
    },
  ),
  {
    kind: 'http',
    id: 'gateway-acts-for-nobody',
    title: 'whom an organization acts for is not heard',
    breaks: ['gateway.getBalances'],
    act: ({ forward, request }) => {
      const { 'tm-on-behalf-of': _, ...requestHeaders } = request.requestHeaders
      return forward({ ...request, requestHeaders })
    },
  },
  onRequest(
    'gateway-feed-ignores-the-limit',
    'the feed ignores the size',
    ['gateway.listTransactions'],
    without('limit'),
  ),
  onRequest(
    'gateway-transfer-status-ignored',
    'the status filter of transfers does nothing',
    ['gateway.listTransfers'],
    without('status'),
  ),
  onRefusal('gateway-stale-quote-without-code', 'a stale quote has no code', ['gateway.executeOrder'], 422, (answer) =>
    changeBody(answer, (body) => void delete body['code']),
  ),
  onSuccess('gateway-quote-inverted', 'the price of a quote is the inverse', ['gateway.computeQuote'], (body) => {
    body['price'] = String(1 / Number(body['price']))
  }),
  onSuccess('gateway-one-row-for-a-symbol', 'balances hide all but one place', ['gateway.listBalances'], (body) => {
    body['data'] = [...new Map(rows(body).map((row) => [textOf(row['symbol']), row])).values()]
  }),
  onSuccess(
    'gateway-quote-hides-issues',
    'the quote of an unfundable order names no issue',
    ['gateway.createOrder'],
    (body) => {
      if (isObject(body['quote'])) body['quote']['issues'] = []
    },
  ),
  onRequest('gateway-limit-not-enforced', 'a page may have any size', ['gateway.listOrders'], (url) => {
    if (Number(url.searchParams.get('limit')) > 100) url.searchParams.set('limit', '100')
  }),
  onSuccess('gateway-page-skips-an-asset', 'a further page leaves out a row', ['gateway.listAssets'], (body, hop) => {
    if (hop.request.url.includes('cursor=')) body['data'] = rows(body).slice(1)
  }),
  onSuccess('gateway-no-tokens', 'the catalogue has no assets on chains', ['gateway.listAssets'], (body, hop) => {
    if (hop.request.url.includes('venue=defi')) body['data'] = []
  }),
  onSuccess('gateway-order-at-another-price', 'an order reads back at another price', ['gateway.getOrder'], (body) => {
    if (body['type'] === 'limit') body['price'] = String(Number(body['price']) + 1)
  }),
  onSuccess('gateway-holds-nothing', 'the account has no balances', ['gateway.listBalances'], (body) => {
    body['data'] = []
  }),
  onSuccess('gateway-assets-without-networks', 'assets come without their networks', ['gateway.listAssets'], (body) => {
    for (const row of rows(body)) delete row['networks']
  }),
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
