import { apiKey, bearerToken } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { keyFile } from '../../auth/test/support/key-file.ts'
import { scriptedFetch } from '../../auth/test/support/scripted-fetch.ts'
import { createGatewayClient } from './create-gateway-client.ts'

const quote = { base_asset: 'BTC', quote_asset: 'USD', side: 'buy', qty: '100', qty_unit: 'quote' } as const
const user = '3f0c1a52-7c1d-4b7e-9a55-000000000003'
const other = '3f0c1a52-7c1d-4b7e-9a55-000000000009'

describe('acting for a user', () => {
  function acting(...answers: { readonly json: unknown }[]) {
    const { fetch, sent } = scriptedFetch(...answers)
    return {
      gateway: createGatewayClient({ environment: 'uat', auth: bearerToken('org'), fetch }).onBehalfOf(user),
      sent,
    }
  }
  const named = (headers: Headers | undefined): string | null | undefined => headers?.get('tm-on-behalf-of')

  test('names the user on user-scoped calls', async () => {
    const { gateway, sent } = acting({ json: { data: [] } })
    await gateway.listBalances()
    expect(named(sent[0]?.headers)).toBe(user)
  })

  test('never names the user on public calls', async () => {
    const { gateway, sent } = acting({ json: { qty: '1', price: '2' } }, { json: { data: [] } })
    await gateway.computeQuote({ body: quote })
    await gateway.listAssets()
    expect(sent.map(({ headers }) => named(headers))).toEqual([null, null])
  })

  test('names the user on raw calls just so', async () => {
    const { gateway, sent } = acting({ json: { data: [] } }, { json: { status: 'pending' } }, { json: { data: [] } })
    await gateway.raw.GET('/balances/unified')
    await gateway.raw.GET('/orders/{id}/status', { params: { path: { id: 'o1' } } })
    await gateway.raw.GET('/assets')
    expect(sent.map(({ headers }) => named(headers))).toEqual([user, user, null])
  })

  test('leaves a user the caller names in place', async () => {
    const { gateway, sent } = acting({ json: { data: [] } })
    await gateway.listBalances({ header: { 'TM-On-Behalf-Of': other } })
    expect(named(sent[0]?.headers)).toBe(other)
  })

  test('leaves a user the caller names in a raw call in place', async () => {
    const { gateway, sent } = acting({ json: { data: [] } })
    await gateway.raw.GET('/balances/unified', { params: { header: { 'TM-On-Behalf-Of': other } } })
    expect(named(sent[0]?.headers)).toBe(other)
  })

  test('shares the token of the organization', async () => {
    const expires_in = new Date(Date.now() + 3_600_000).toISOString()
    const granted = { json: { access_token: 'access-1', token_type: 'Bearer', expires_in } }
    const { fetch, sent } = scriptedFetch(granted, { json: { data: [] } }, { json: { data: [] } })
    const organization = createGatewayClient({ environment: 'uat', auth: apiKey(keyFile), fetch })
    await organization.onBehalfOf(user).listBalances()
    await organization.onBehalfOf(user).listBalances()
    expect(sent.filter(({ url }) => url.endsWith('/api-key/token'))).toHaveLength(1)
  })
})

test.each([
  ['named', 'nobody'],
  ['raw', 'nobody'],
  ['optional', 'nobody'],
  ['of raw options', 'nobody'],
  ['named', 'another user'],
  ['raw', 'another user'],
  ['optional', 'another user'],
  ['of raw options', 'another user'],
  ['named', 'that user'],
  ['of the client, named', 'that user'],
  ['of the client, raw', 'that user'],
] as const)(
  'a write for another user, by a header that is %s, with a client for %s, names the query of that user’s orders',
  async (how, clientUser) => {
    const { fetch, sent } = scriptedFetch(new Error('cut'), new Error('cut'))
    const onBehalfOf = { nobody: undefined, 'another user': other, 'that user': user }[clientUser]
    const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken('t'), fetch, onBehalfOf })
    const header = { 'TM-On-Behalf-Of': user }
    const headers = { 'tm-on-behalf-of': user }
    const body = { ...quote, type: 'market' } as const
    const creating = {
      named: () => gateway.createOrder({ header, body }),
      raw: () => gateway.raw.POST('/orders', { params: { header }, body }),
      optional: () => gateway.createOrder({ body }, { headers }),
      'of raw options': () => gateway.raw.POST('/orders', { body, call: { headers } }),
      'of the client, named': () => gateway.createOrder({ body }),
      'of the client, raw': () => gateway.raw.POST('/orders', { body }),
    }[how]
    const named = `header: { 'TM-On-Behalf-Of': '${user}' }`
    await expect(creating()).rejects.toMatchObject({
      settle: { query: expect.stringContaining(`then listOrders({ ${named} })`) as string, ids: { user_id: user } },
    })
    const path = { id: 'o1' }
    const canceling = {
      named: () => gateway.cancelOrder({ path, header }),
      raw: () => gateway.raw.DELETE('/orders/{id}', { params: { path, header } }),
      optional: () => gateway.cancelOrder({ path }, { headers }),
      'of raw options': () => gateway.raw.DELETE('/orders/{id}', { params: { path }, call: { headers } }),
      'of the client, named': () => gateway.cancelOrder({ path }),
      'of the client, raw': () => gateway.raw.DELETE('/orders/{id}', { params: { path } }),
    }[how]
    await expect(canceling()).rejects.toMatchObject({
      settle: { query: `getOrder({ path: { id: 'o1' }, ${named} })`, ids: { id: 'o1', user_id: user } },
    })
    expect(sent.map((request) => request.headers.get('tm-on-behalf-of'))).toEqual([user, user])
  },
)

describe.each([
  ['of the call', { 'tm-on-behalf-of': user }, undefined],
  ['of the client', {}, user],
  ['of the call, with a client for another', { 'tm-on-behalf-of': user }, other],
])('a flow for the user %s', (_, headers, onBehalfOf) => {
  test.each([
    ['waitForOrder', 'getOrder', { status: 'pending' }],
    ['cancelAndWait', 'getOrder', { status: 'cancel_pending' }],
    ['waitForTransfer', 'getTransfer', { id: 'o1', status: 'pending' }],
  ] as const)('that is given up, a %s, names the read of what is that user’s', async (flow, read, seen) => {
    const { fetch } = scriptedFetch({ json: seen }, { json: seen })
    const gateway = createGatewayClient({
      environment: 'uat',
      auth: bearerToken('t'),
      fetch,
      validate: 'off',
      onBehalfOf,
    })
    const caller = new AbortController()
    const followed = gateway[flow]('o1', {
      signal: caller.signal,
      call: { headers },
      onProgress: ({ step }: { readonly step: string }) => {
        if (step === 'status') caller.abort()
      },
    })
    await expect(followed).rejects.toMatchObject({
      code: 'aborted',
      settle: { query: `${read}({ path: { id: 'o1' }, header: { 'TM-On-Behalf-Of': '${user}' } })` },
    })
  })
})
