import { readFileSync } from 'node:fs'
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  accessToken,
  call,
  exchangeKey,
  GatewaySession,
  type Json,
  nextCursor,
  payloadsOf,
  personalSession,
  withSandbox,
} from './support/session.ts'
import { stamp } from './support/signing.ts'

interface Question {
  readonly id: string
  readonly choices?: readonly string[]
}

function worldsOf(api: string): readonly (readonly [string, string])[] {
  const file = new URL(`../../../specs/${api}/questions.yaml`, import.meta.url)
  const { questions } = parse(readFileSync(file, 'utf8')) as { questions: readonly Question[] }
  return questions.flatMap(({ id, choices = [] }) => choices.map((choice) => [id, choice] as const))
}

const RESTING_SELL = {
  base_asset: 'BTC',
  quote_asset: 'USD',
  qty: '0.001',
  qty_unit: 'base',
  type: 'limit',
  side: 'sell',
  price: '112000',
}

describe('in the world where', () => {
  it.each([...worldsOf('auth'), ...worldsOf('gateway')])(
    '%s is %s, a session still runs from token to cancel',
    (id, choice) =>
      withSandbox(
        async (sandbox) => {
          const { personal } = sandbox.credentials
          const tokens = await exchangeKey(sandbox, personal.keyFile)
          expect(tokens.status).toBe(200)
          const session = new GatewaySession(sandbox, String(tokens.body['access_token']))
          const order = choice === 'asset-id-only' || choice === 'chain-required' ? byAssetId(choice) : RESTING_SELL
          const created = await session.send('POST', '/orders', order)
          expect([200, 201]).toContain(created.status)
          const orderId = String(created.body['order_id'])
          for (const path of ['/balances', '/portfolio', '/transactions?limit=1', '/assets?limit=1'])
            expect([path, (await session.send('GET', path)).status]).toStrictEqual([path, 200])
          const signatures = payloadsOf(created.body).map((payload) => stamp(personal.keyFile, payload))
          await session.orderWhen(orderId, signatures.length > 0 ? 'initialized' : 'active')
          const last =
            signatures.length > 0
              ? await session.send('POST', `/orders/${orderId}/execute`, { signatures, auth_type: 'api_key' })
              : await session.send('DELETE', `/orders/${orderId}`)
          expect([200, 202]).toContain(last.status)
          expect(sandbox.log.internalErrors).toBe(0)
        },
        { answers: { [id]: choice } },
      ),
  )

  it('errors have the shape seen in between (G12), they carry the status as a number', () =>
    withSandbox(
      async (sandbox) => {
        const { body } = await call('GET', `${sandbox.urls.gateway}/orders`)
        expect(body).toStrictEqual({ error: '', message: 'missing or invalid access token', code: 401 })
      },
      { answers: { G12: 'status-code' } },
    ))

  it('errors are as documented (A6), they carry a message and nothing else', () =>
    withSandbox(
      async (sandbox) => {
        const { body } = await exchangeKey(sandbox, sandbox.credentials.revoked.keyFile)
        expect(body).toStrictEqual({ message: 'API key revoked' })
      },
      { answers: { A6: 'documented' } },
    ))

  // Shows Auth, A7: causes told apart
  it('causes are told apart (A7), a 401 has a code', () =>
    withSandbox(
      async (sandbox) => {
        expect((await exchangeKey(sandbox, sandbox.credentials.revoked.keyFile)).body['code']).toBe('revoked_key')
      },
      { answers: { A7: 'code-differs' } },
    ))

  it('the token endpoints count against the budget seen on the gateway (A10)', () =>
    withSandbox(
      async (sandbox) => {
        const ask = () => fetch(`${sandbox.urls.auth}/api-key/token`, { method: 'POST' })
        const [first, second] = [await ask(), await ask()]
        expect([first, second].map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['99', '98'])
      },
      { answers: { A10: 'host-budget' } },
    ))

  it.each([
    ['known-values', 'unauthenticated', undefined],
    ['further-values', 'further_value', 'further_value'],
  ])('errors have %s (A12), a 401 has the type %s and the code %s', (A12, type, code) =>
    withSandbox(
      async (sandbox) => {
        const { status, body } = await exchangeKey(sandbox, sandbox.credentials.revoked.keyFile)
        expect([status, body['type'], body['code']]).toStrictEqual([401, type, code])
        expect((await call('GET', `${sandbox.urls.gateway}/orders`)).body['type']).toBe('unauthenticated')
      },
      { answers: { A12 } },
    ),
  )

  it('the organization is one claim of a token (A13), the organization acts for its user all the same', () =>
    withSandbox(
      async (sandbox) => {
        const { organization } = sandbox.credentials
        const token = await accessToken(sandbox, organization.keyFile)
        expect(decodeJwt(token)).toMatchObject({ 'tm.organization_id': organization.organizationId })
        expect(decodeJwt(token)).not.toHaveProperty(['tm'])
        const headers = { authorization: `Bearer ${token}`, 'TM-On-Behalf-Of': organization.userId }
        expect((await call('GET', `${sandbox.urls.gateway}/balances`, { headers })).status).toBe(200)
      },
      { answers: { A13: 'dotted-name' } },
    ))

  // Shows Auth, A9: a challenge works once
  it('a challenge works once (A9), the second use is refused', () =>
    withSandbox(
      async (sandbox) => {
        const { keyFile } = sandbox.credentials.personal
        sandbox.clock.set(1_790_208_000_000)
        // The published vector: its signature is the same every time.
        const body = {
          key_id: keyFile.key_id,
          timestamp: 1_790_208_000,
          signature: 'FI7LFgjA9V5IC7Xq6xvEebfFjy37UeOjtN0TzyiLAjWfIkI5CYLg2f_TeZKkeueTcHQjn7rVQ93h_QfDQzGq7Q',
        }
        const url = `${sandbox.urls.auth}/api-key/token`
        expect((await call('POST', url, { body })).status).toBe(200)
        expect((await call('POST', url, { body })).status).toBe(401)
      },
      { answers: { A9: 'refused' } },
    ))

  // Shows Gateway, G1: a token for quotes and assets
  it('quotes and assets need a token (G1), they answer 401 without', () =>
    withSandbox(
      async (sandbox) => {
        expect((await call('GET', `${sandbox.urls.gateway}/assets`)).status).toBe(401)
        expect((await (await personalSession(sandbox)).send('GET', '/assets')).status).toBe(200)
      },
      { answers: { G1: 'required' } },
    ))

  it('page sizes are unbounded (G8), a larger one is served with the largest', () =>
    withSandbox(
      async (sandbox) => {
        const session = await personalSession(sandbox)
        const { status, body } = await session.send('GET', '/orders?limit=500')
        expect([status, body['pagination']]).toStrictEqual([200, { next_cursor: null, limit: 100 }])
      },
      { answers: { G8: 'unbounded' } },
    ))

  // Shows Gateway, G9: opaque cursors
  it('cursors are opaque (G9), pages still follow one another', () =>
    withSandbox(
      async (sandbox) => {
        const assets = `${sandbox.urls.gateway}/assets?limit=2`
        const first = await call('GET', assets)
        const cursor = nextCursor(first.body) ?? ''
        expect(Number.isNaN(Date.parse(cursor))).toBe(true)
        const second = await call('GET', `${assets}&cursor=${cursor}`)
        const ids = [first, second].flatMap(({ body }) => (body['data'] as Json[]).map((row) => row['id']))
        expect(new Set(ids).size).toBe(4)
      },
      { answers: { G9: 'opaque' } },
    ))

  it.each([
    ['limited', [200, 429, 429, 429]],
    ['not-limited', [200, 200, 200, 429]],
  ])(
    'transfers are %s (G10), where one request is allowed two lists of them and two of orders get %j',
    (G10, statuses) =>
      withSandbox(
        async (sandbox) => {
          const session = await personalSession(sandbox)
          sandbox.rateLimit.configure({ limit: 1, windowMs: 60_000 })
          const seen: number[] = []
          for (const path of ['/transfers', '/transfers', '/orders', '/orders'])
            seen.push((await session.send('GET', path)).status)
          expect(seen).toEqual(statuses)
        },
        { answers: { G10 } },
      ),
  )

  it.each([
    ['objects', [{}]],
    ['other-elements', ['position']],
    [undefined, []],
  ])('positions are %s (G18), a portfolio holds %j', (G18, positions) =>
    withSandbox(
      async (sandbox) => {
        const { status, body } = await (await personalSession(sandbox)).send('GET', '/portfolio')
        expect([status, body['positions']]).toStrictEqual([200, positions])
      },
      { answers: G18 === undefined ? {} : { G18 } },
    ),
  )

  // Shows Gateway, G6: what the execution of a cancellation takes
  it.each([
    ['as-execute-order', ['signatures', 'auth_type'], 409],
    ['other-members', ['signatures', 'auth_type', 'order_id'], 400],
  ])('a cancellation is executed with %s (G6), an empty body misses %j and stamps alone get %i', (G6, missed, status) =>
    withSandbox(
      async (sandbox) => {
        const session = await personalSession(sandbox)
        const { body } = await session.send('POST', '/orders', RESTING_SELL)
        const execute = (given: Json) =>
          session.send('POST', `/orders/${String(body['order_id'])}/cancel/execute`, given)
        const empty = await execute({})
        const fields = (empty.body['field_violations'] as Json[]).map(({ field }) => field)
        expect([empty.status, fields]).toStrictEqual([400, missed])
        const stamps = { signatures: ['x'], auth_type: 'api_key' }
        expect((await execute(stamps)).status).toBe(status)
        // Nothing was prepared, which is found out only once the body is whole.
        expect((await execute({ ...stamps, order_id: body['order_id'] })).status).toBe(409)
      },
      { answers: { G6 } },
    ),
  )

  // Shows Gateway, G7: an operation called by its name
  it.each([
    ['adopted-names', 'getPortfolio', 'getOrder'],
    ['other-names', 'getPortfolioV2', 'getOrderV2'],
    [undefined, undefined, undefined],
  ])('operations have %s (G7), two of them call themselves %s and %s', (G7, portfolio, order) =>
    withSandbox(
      async (sandbox) => {
        const session = await personalSession(sandbox)
        const called = async (path: string) =>
          /operation=(\w+)/.exec((await session.send('GET', path)).headers.get('server') ?? '')?.[1]
        const unknown = '/orders/5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b'
        expect([await called('/portfolio'), await called(unknown)]).toStrictEqual([portfolio, order])
        // The name of this one is printed.
        expect(await called('/orders')).toBeUndefined()
      },
      { answers: G7 === undefined ? {} : { G7 } },
    ),
  )

  it.each([
    ['forbidden', [403, 401]],
    ['unauthenticated', [401, 401]],
    ['own-account', [404, 200]],
  ])(
    'an organization that acts for nobody is %s (G24), an order that is not there and its balances get %j',
    (G24, seen) =>
      withSandbox(
        async (sandbox) => {
          const { keyFile, organizationId, userId } = sandbox.credentials.organization
          const token = await accessToken(sandbox, keyFile)
          const stamps = { signatures: ['x'], auth_type: 'api_key' }
          const ask = async (headers: Readonly<Record<string, string>>) => {
            const session = new GatewaySession(sandbox, token, headers)
            const replies = [
              await session.send('POST', '/orders/none/execute', stamps),
              await session.send('GET', '/balances'),
            ]
            return replies.map(({ status }) => status)
          }
          expect(await ask({})).toStrictEqual(seen)
          expect(await ask({ 'TM-On-Behalf-Of': userId })).toStrictEqual([404, 200])
          // It is none of its own users, and refused as any stranger.
          expect(await ask({ 'TM-On-Behalf-Of': organizationId })).toStrictEqual(
            G24 === 'unauthenticated' ? [401, 401] : [403, 401],
          )
        },
        { answers: { G24 } },
      ),
  )

  it.each([
    ['zero-quantity', 200, '0', undefined],
    ['refused', 400, undefined, 'amount_below_minimum'],
  ])('a quote of less than one increment is %s (G26), its status is %i', (G26, expected, qty, code) =>
    withSandbox(
      async (sandbox) => {
        const body = { base_asset: 'BTC', quote_asset: 'USD', side: 'buy', qty: '0.01', qty_unit: 'quote' }
        const reply = await call('POST', `${sandbox.urls.gateway}/quotes`, { body })
        expect([reply.status, reply.body['qty'], reply.body['code']]).toStrictEqual([expected, qty, code])
      },
      { answers: { G26 } },
    ),
  )

  it.each([
    ['refused', 400],
    ['what-there-is', 200],
  ])('a quote of more than the book holds is %s (G27), its status is %i', (G27, expected) =>
    withSandbox(
      async (sandbox) => {
        const body = { base_asset: 'BTC', quote_asset: 'USD', side: 'buy', qty: '1000000', qty_unit: 'base' }
        const reply = await call('POST', `${sandbox.urls.gateway}/quotes`, { body })
        expect(reply.status).toBe(expected)
        // An order that large is refused in either world: it would be another order.
        const order = { ...body, type: 'market' }
        expect((await (await personalSession(sandbox)).send('POST', '/orders', order)).status).toBe(400)
      },
      { answers: { G27 } },
    ),
  )

  it('the market buy rule holds (G21), base units are refused on CeFi too', () =>
    withSandbox(
      async (sandbox) => {
        const session = await personalSession(sandbox)
        const buy = { ...RESTING_SELL, type: 'market', side: 'buy', price: undefined }
        expect((await session.send('POST', '/orders', buy)).status).toBe(400)
      },
      { answers: { G21: 'quote-only' } },
    ))

  // Shows Gateway, G21: market buys in base units
  it('nothing is chosen, market buys in base units work on CeFi', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const buy = { ...RESTING_SELL, type: 'market', side: 'buy', price: undefined }
      expect((await session.send('POST', '/orders', buy)).status).toBe(201)
    }))
})

function byAssetId(choice: string): Json {
  const order = {
    asset_id: '5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b',
    side: 'buy',
    qty: '5',
    qty_unit: 'quote',
    type: 'market',
  }
  return choice === 'chain-required' ? { ...order, chain: 'solana' } : order
}
