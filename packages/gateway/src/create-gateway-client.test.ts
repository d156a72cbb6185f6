import { createAuthClient } from '@truemarkets/auth'
import { apiKey, bearerToken } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { caught } from '../../auth/test/support/caught.ts'
import { keyFile } from '../../auth/test/support/key-file.ts'
import { scriptedFetch } from '../../auth/test/support/scripted-fetch.ts'
import { createGatewayClient } from './create-gateway-client.ts'

const quote = { base_asset: 'BTC', quote_asset: 'USD', side: 'buy', qty: '100', qty_unit: 'quote' } as const
const user = '3f0c1a52-7c1d-4b7e-9a55-000000000003'
const granted = {
  json: { access_token: 'access-1', token_type: 'Bearer', expires_in: new Date(Date.now() + 3_600_000).toISOString() },
}

describe('options', () => {
  test.each([
    ['a credential as plain text', { auth: 'planted-secret' }],
    ['a credential of no kind', { auth: {} }],
    ['a choice that does not exist', { validate: 'yes' }],
  ])('%s is refused, and not repeated', (_, options) => {
    const error = caught(() => createGatewayClient({ environment: 'uat', ...(options as object) }))
    expect(error).toMatchObject({ name: 'ConfigurationError', code: 'option_invalid' })
    expect(String((error as Error).stack)).not.toContain('planted-secret')
  })

  test('a misspelt one is refused with the one that was meant', () => {
    const options = { environment: 'uat', onBehalf: user } as object
    expect(caught(() => createGatewayClient(options))).toMatchObject({
      code: 'option_unknown',
      nextStep: 'Did you mean "onBehalfOf"?',
    })
  })

  test.each([
    ['a private key as plain text', '5e'.repeat(32)],
    ['nothing', null],
    ['an object that signs nothing', {}],
    ['an API key without its key', { kind: 'apiKey', signingKey: null }],
  ])('a signer that is %s is refused, and not repeated', (_, value) => {
    const signer = value as never
    const gateway = createGatewayClient({ environment: 'uat' })
    for (const making of [
      () => createGatewayClient({ environment: 'uat', signer }),
      () => gateway.onBehalfOf(user, { signer }),
    ]) {
      const error = caught(making)
      expect(error).toMatchObject({ name: 'ConfigurationError', code: 'option_invalid' })
      expect(String((error as Error).stack)).not.toContain('5e5e')
    }
  })

  test('a misspelt one of a user is refused', () => {
    const gateway = createGatewayClient({ environment: 'uat' })
    expect(caught(() => gateway.onBehalfOf(user, { signr: undefined } as object))).toMatchObject({
      code: 'option_unknown',
      nextStep: 'Did you mean "signer"?',
    })
  })

  test('a user id must be one', () => {
    expect(caught(() => createGatewayClient({ environment: 'uat', onBehalfOf: 'me\r\nx: y' }))).toMatchObject({
      code: 'option_invalid',
    })
  })

  test.each<[string, object]>([
    ['a misspelt option', { untill: 'accepted' }],
    ['an unknown until', { until: 'filled' }],
    ['an interval of nothing', { pollIntervalMs: 0 }],
  ])('a flow with %s is refused before anything is sent', async (_, options) => {
    const { fetch, sent } = scriptedFetch()
    const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch })
    const order = { ...quote, type: 'market' } as const
    const transfer = { asset_id: user, qty: '1', qty_unit: 'base', to: 'wallet' } as const
    for (const flow of [
      () => gateway.placeOrder(order, options),
      () => gateway.cancelAndWait('o1', options),
      () => gateway.sendTransfer(transfer, options),
      () => gateway.waitForOrder('o1', options),
      () => gateway.waitForTransfer('t1', options),
    ]) {
      await expect(flow()).rejects.toMatchObject({ name: 'ConfigurationError' })
    }
    expect(sent).toEqual([])
  })

  test('a wait that would not read is refused', async () => {
    const { fetch, sent } = scriptedFetch()
    const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch })
    const accepted = { until: 'accepted' } as object
    await expect(gateway.waitForOrder('o1', accepted)).rejects.toMatchObject({ code: 'option_invalid' })
    await expect(gateway.waitForTransfer('t1', accepted)).rejects.toMatchObject({ code: 'option_unknown' })
    expect(sent).toEqual([])
  })

  test('a cancellation through something else is refused', async () => {
    const { fetch, sent } = scriptedFetch()
    const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch })
    const options = { through: 'deleteOrder' } as object
    await expect(gateway.cancelAndWait('o1', options)).rejects.toMatchObject({ code: 'option_invalid' })
    expect(sent).toEqual([])
  })
})

test.each(['cancelOrder', 'prepareCancelOrder'] as const)(
  '%s gives an object for a 202 without a body, and for one with a message, of which nothing is published',
  async (name) => {
    const said = { message: 'cancel requested' }
    const { fetch } = scriptedFetch({ text: '', status: 202 }, { json: said, status: 202 })
    const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch })
    expect(await gateway[name]({ path: { id: 'o1' } })).toEqual({})
    expect(await gateway[name]({ path: { id: 'o1' } })).toEqual(said)
  },
)

test('the clock of a gateway serves its exchange too, and is shown', async () => {
  const { fetch, sent } = scriptedFetch(granted, { json: { data: [] } })
  const clock = { now: () => 1_790_208_000_999, offsetMs: () => 0, observe: () => {} }
  const gateway = createGatewayClient({ environment: 'uat', auth: apiKey(keyFile), fetch, clock })
  await gateway.listBalances()
  expect(gateway.clock).toBe(clock)
  expect(sent[0]?.body).toMatchObject({ timestamp: 1_790_208_000 })
})

describe('credentials', () => {
  test('an API key is exchanged once, and the token sent', async () => {
    const { fetch, sent } = scriptedFetch(granted, { json: { data: [] } }, { json: { data: [] } })
    const gateway = createGatewayClient({ environment: 'uat', auth: apiKey(keyFile), fetch })
    await gateway.listBalances()
    await gateway.listBalances()
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      '/v1/auth/api-key/token',
      '/v1/gateway/balances/unified',
      '/v1/gateway/balances/unified',
    ])
    expect(sent[1]?.headers.get('authorization')).toBe('Bearer access-1')
  })

  test('the tokens of an auth client can be shared', async () => {
    const { fetch, sent } = scriptedFetch(granted, { json: { data: [] } }, { json: { data: [] } })
    const { tokens } = createAuthClient({ environment: 'uat', auth: apiKey(keyFile), fetch })
    await createGatewayClient({ environment: 'uat', auth: tokens, fetch }).listBalances()
    await createGatewayClient({ environment: 'uat', auth: tokens, fetch }).listBalances()
    expect(sent.filter(({ url }) => url.endsWith('/api-key/token'))).toHaveLength(1)
  })

  test('a token of the caller’s own is sent as it is', async () => {
    const { fetch, sent } = scriptedFetch({ json: { data: [] } })
    await createGatewayClient({ environment: 'uat', auth: bearerToken('own'), fetch }).listBalances()
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer own')
  })

  test('a user-scoped call without credentials is not sent', async () => {
    const { fetch, sent } = scriptedFetch()
    const calling = createGatewayClient({ environment: 'uat', fetch }).listBalances()
    await expect(calling).rejects.toMatchObject({ code: 'credential_missing' })
    expect(sent).toEqual([])
  })

  test('a public call works without credentials', async () => {
    const { fetch, sent } = scriptedFetch({ json: { qty: '1', price: '2' } })
    await createGatewayClient({ environment: 'uat', fetch }).computeQuote({ body: quote })
    expect(sent[0]?.headers.has('authorization')).toBe(false)
  })

  test('a public call carries the token when there is one', async () => {
    const { fetch, sent } = scriptedFetch({ json: { qty: '1', price: '2' } })
    await createGatewayClient({ environment: 'uat', auth: bearerToken('own'), fetch }).computeQuote({ body: quote })
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer own')
  })
})

describe('a lost answer', () => {
  const lost = new TypeError('fetch failed')

  test.each([
    ['executeOrder', "getOrder({ path: { id: 'o1' } })", { id: 'o1' }],
    ['cancelOrder', "getOrder({ path: { id: 'o1' } })", { id: 'o1' }],
    ['prepareCancelOrder', "getOrder({ path: { id: 'o1' } })", { id: 'o1' }],
    ['executeCancelOrder', "getOrder({ path: { id: 'o1' } })", { id: 'o1' }],
  ] as const)('of %s names the read that settles it, and is not sent again', async (operation, query, ids) => {
    const { fetch, sent } = scriptedFetch(lost)
    const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch })
    const calling = gateway[operation]({ path: { id: 'o1' }, body: { signatures: ['s'], auth_type: 'api_key' } })
    await expect(calling).rejects.toMatchObject({ code: 'outcome_unknown', settle: { query, ids } })
    expect(sent).toHaveLength(1)
  })

  test('of a read is asked for again', async () => {
    const { fetch, sent } = scriptedFetch(lost, { json: { data: [] } })
    const gateway = createGatewayClient({
      environment: 'uat',
      auth: bearerToken('t'),
      fetch,
      retry: { baseDelayMs: 1 },
    })
    await gateway.listBalances()
    expect(sent).toHaveLength(2)
  })
})

describe('iterate', () => {
  const page = (ids: readonly string[], next: string | null) => ({
    json: { data: ids.map((id) => ({ order_id: id })), pagination: { next_cursor: next, limit: 2 } },
  })

  async function ordersOf(...pages: ReturnType<typeof page>[]) {
    const { fetch, sent } = scriptedFetch(...pages)
    const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch })
    const ids: (string | undefined)[] = []
    for await (const order of gateway.listOrders.iterate({ query: { limit: 2 } })) ids.push(order.order_id)
    return { ids, queries: sent.map(({ url }) => new URL(url).search) }
  }

  test('gives every row of every page', async () => {
    const { ids, queries } = await ordersOf(page(['o1', 'o2'], '2026-06-17T07:57:01Z'), page(['o3'], null))
    expect(ids).toEqual(['o1', 'o2', 'o3'])
    expect(queries).toEqual(['?limit=2', '?limit=2&cursor=2026-06-17T07%3A57%3A01Z'])
  })

  test('gives a row once that two pages carry, as cursors are whole seconds', async () => {
    const { ids } = await ordersOf(page(['o1', 'o2'], '2026-06-17T07:57:01Z'), page(['o2', 'o3'], null))
    expect(ids).toEqual(['o1', 'o2', 'o3'])
  })
})

test('a cursor is given back as it came, also where it is no instant as the contract has it', async () => {
  const page = (id: string, next_cursor: string | null) => ({
    json: { data: [{ order_id: id }], pagination: { next_cursor, limit: 1 } },
  })
  const { fetch, sent } = scriptedFetch(page('o1', 'opaque é+'), page('o2', null))
  const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch })
  const ids = []
  for await (const { order_id } of gateway.listOrders.iterate({ query: { limit: 1 } })) ids.push(order_id)
  expect(ids).toEqual(['o1', 'o2'])
  expect(new URL(sent[1]?.url ?? '').search).toBe('?limit=1&cursor=opaque%20%C3%A9%2B')
})

test('a cursor is given back by hand as it came, and what is wrong beside it is still told', async () => {
  const { fetch, sent } = scriptedFetch({ json: { data: [] } })
  const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch })
  await gateway.listOrders({ query: { cursor: 'opaque' } })
  expect(new URL(sent[0]?.url ?? '').search).toBe('?cursor=opaque')
  await expect(gateway.listOrders({ query: { cursor: 'opaque', limit: 0 } })).rejects.toMatchObject({
    violations: [{ path: 'query/limit' }],
  })
  await expect(gateway.listOrders({ query: { cursor: 7 as unknown as string } })).rejects.toMatchObject({
    violations: [{ path: 'query/cursor', message: 'must be string' }],
  })
})

test('the first page of a list is checked as a single page is', async () => {
  const { fetch, sent } = scriptedFetch()
  const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch })
  const rows = gateway.listOrders.iterate({ query: { limit: 101 } })
  await expect(rows.next()).rejects.toMatchObject({ code: 'request_invalid' })
  expect(sent).toEqual([])
})

test('a raw write whose answer is lost names the query that settles it', async () => {
  const { fetch } = scriptedFetch(new Error('cut'), new Error('cut'))
  const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch })
  const body = { signatures: ['s'], auth_type: 'api_key' as const }
  await expect(
    gateway.raw.POST('/orders/{id}/execute', { params: { path: { id: 'o1' } }, body, call: { timeoutMs: 1_000 } }),
  ).rejects.toMatchObject({ settle: { query: "getOrder({ path: { id: 'o1' } })", ids: { id: 'o1' } } })
  await expect(gateway.raw.POST('/orders', { body: { ...quote, type: 'market' } })).rejects.toMatchObject({
    settle: {
      query: expect.stringMatching(
        /^listOrders\(\{ query: \{ status: 'pending,active' \} \}\), then listOrders\(\),/,
      ) as string,
    },
  })
})

test('a supply that no number holds is a text of its type, and keeps to the contract', async () => {
  const row = '{"networks":[],"market_data":{"circulating_supply":7,"total_supply":420000000000000001}}'
  const { fetch } = scriptedFetch({ text: `{"data":[${row}],"pagination":{"limit":1,"next_cursor":null}}` })
  const gateway = createGatewayClient({ environment: 'uat', fetch, validate: 'all' })
  const [asset] = (await gateway.listAssets()).data ?? []
  const total: number | string | undefined = asset?.market_data?.total_supply
  expect([asset?.market_data?.circulating_supply, total]).toEqual([7, '420000000000000001'])
})
