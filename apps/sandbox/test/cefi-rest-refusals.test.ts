import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { at, type CallOptions, callCefi, hmac, send } from './cefi-caller.ts'
import { assertClean, type CefiSandbox, startCefiSandbox } from './cefi-sandbox.ts'

let sandbox: CefiSandbox

beforeAll(async () => {
  sandbox = await startCefiSandbox()
})

afterAll(async () => {
  await sandbox.close()
  assertClean(sandbox)
})

const call = (method: string, path: string, options?: CallOptions) => callCefi(sandbox, method, path, options)

/** On a busy machine a second passes between the signing and the look at it. */
function holdClock(): void {
  sandbox.context.clock.hold()
  onTestFinished(() => sandbox.context.clock.reset())
}

describe('credentials', () => {
  // Shows CeFi REST, 4.3: 15 seconds either way
  it('takes a signature up to 15 seconds either way', async () => {
    holdClock()
    for (const skew of [-15, 15]) expect((await call('GET', '/v1/cefi/clients', { skew })).status).toBe(200)
    for (const skew of [-16, 16]) expect((await call('GET', '/v1/cefi/clients', { skew })).status).toBe(401)
  })

  // Shows CeFi REST, 4.3: legacy: 15 seconds back, 1 ahead
  it('takes a legacy signature from 15 seconds ago to 1 second ahead', async () => {
    holdClock()
    for (const skew of [-15, 1]) expect((await call('GET', '/api/v1/clients', { skew })).status).toBe(200)
    for (const skew of [-16, 2]) expect((await call('GET', '/api/v1/clients', { skew })).status).toBe(401)
  })

  // Shows CeFi REST, 4.1: the path without the query
  it('refuses a signature over another path, or over the query', async () => {
    expect((await call('GET', '/v1/cefi/clients', { signedPath: '/clients' })).status).toBe(401)
    const path = '/v1/cefi/orders/list?size=1'
    expect((await call('GET', path, { signedPath: path })).status).toBe(401)
    expect((await call('GET', path)).status).toBe(200)
  })

  // Shows CeFi REST, 4.1: the exact bytes of the body
  it('refuses a body other than the one that was signed', async () => {
    const signed = await call('PATCH', '/v1/cefi/clients', { body: { info: { mnemonic: 'A' } } })
    expect(signed.status).toBe(200)
    const timestamp = String(sandbox.context.clock.seconds())
    const { keyId, organizationId, secret } = sandbox.context.credentials.hmac
    const forged = await send(sandbox, 'PATCH', '/v1/cefi/clients', {
      body: { info: { mnemonic: 'B' } },
      headers: {
        'X-Truex-Organization-Id': organizationId,
        'X-Truex-Key-Id': keyId,
        'X-Truex-Timestamp': timestamp,
        'X-Truex-Signature': hmac(secret, `PATCH\n/v1/cefi/clients\n${timestamp}\n{"info":{"mnemonic":"A"}}`),
      },
    })
    expect(forged.status).toBe(401)
  })

  // Shows CeFi REST, 3: four headers, all needed
  it.each(['X-Truex-Organization-Id', 'X-Truex-Key-Id', 'X-Truex-Timestamp', 'X-Truex-Signature'])(
    'refuses a request whose %s is wrong, or missing',
    async (name) => {
      for (const value of ['wrong', undefined])
        expect((await call('GET', '/v1/cefi/clients', { headers: { [name]: value } })).status).toBe(401)
    },
  )

  // Shows CeFi REST, 3: the legacy user id
  it('takes 0 or the own client as the legacy user id, and no other', async () => {
    const { hmac: own, secondHmac } = sandbox.context.credentials
    const ask = async (userId: string) =>
      (await call('GET', '/api/v1/clients', { headers: { 'x-truex-auth-userid': userId } })).status
    expect([await ask('0'), await ask(own.clientId), await ask(secondHmac.clientId)]).toEqual([200, 200, 401])
  })

  it('does not take the legacy family on the current prefix', async () => {
    const { keyId, clientId, secret } = sandbox.context.credentials.hmac
    const timestamp = String(sandbox.context.clock.seconds())
    const reply = await send(sandbox, 'GET', '/v1/cefi/clients', {
      headers: {
        'x-truex-auth-token': keyId,
        'x-truex-auth-timestamp': timestamp,
        'x-truex-auth-userid': clientId,
        'x-truex-auth-signature': hmac(secret, `${timestamp}GET/v1/cefi/clients`),
      },
    })
    expect(reply.status).toBe(401)
  })

  // Shows CeFi REST, 3: bearer with client_id; 401 without
  it('takes a bearer token with client_id, and answers 401 to one without', async () => {
    const { tokens, credentials } = sandbox.context
    const withClient = await tokens.issueAccessToken({ userId: 'u', clientId: credentials.personal.clientId }, 't1')
    const without = await tokens.issueAccessToken({ userId: 'u' }, 't2')
    const ask = (token: string) =>
      send(sandbox, 'GET', '/v1/cefi/clients', { headers: { Authorization: `Bearer ${token}` } })
    const allowed = await ask(withClient.token)
    expect(at(allowed.body, 'data.0.id')).toBe(credentials.personal.clientId)
    expect((await ask(without.token)).status).toBe(401)
    expect((await ask('nonsense')).status).toBe(401)
  })

  // Shows CeFi REST, 11: 403 for somebody else
  it('refuses to act for the client of somebody else', async () => {
    const other = sandbox.context.credentials.secondHmac.clientId
    expect((await call('GET', `/v1/cefi/balances?client_id=${other}`)).status).toBe(403)
    const info = {
      client_id: other,
      instrument_id: '78901949723181070',
      qty: '1',
      price: '110000',
      side: 'BUY',
      type: 'LIMIT',
    }
    expect((await call('POST', '/v1/cefi/orders', { body: { info } })).status).toBe(403)
  })

  // Shows CeFi REST, 3: public operations
  it('leaves public operations open', async () => {
    for (const path of ['health', 'versions', 'assets', 'instruments', 'markets/quote'])
      expect((await send(sandbox, 'GET', `/v1/cefi/${path}`)).status).toBe(200)
  })
})

describe('form', () => {
  // Shows CeFi REST, 2: bare or enveloped, by version
  it('sends problems in an envelope in the current version and bare in the old one', async () => {
    const current = await send(sandbox, 'GET', '/v1/cefi/clients')
    expect([current.status, at(current.body, 'error.status')]).toEqual([401, 401])
    expect(current.headers.get('content-type')).toBe('application/problem+json')
    const old = await send(sandbox, 'GET', '/v1/cefi/clients', { version: 'v2024_01_01' })
    expect(at(old.body, 'status')).toBe(401)
    expect(old.headers.get('content-type')).toBe('application/problem+json')
  })

  // Shows CeFi REST, 2: Deprecation and Sunset; the old version by default
  it('marks the old version as deprecated, and takes a missing header for it', async () => {
    const old = await send(sandbox, 'GET', '/v1/cefi/assets', { version: null })
    expect(Array.isArray(old.body)).toBe(true)
    expect(old.headers.get('sunset')).toBe('Wed, 05 Aug 2026 00:00:00 GMT')
    expect(old.headers.get('deprecation')).toMatch(/ GMT$/)
    const current = await send(sandbox, 'GET', '/v1/cefi/assets')
    expect([current.headers.get('sunset'), current.headers.get('deprecation')]).toEqual([null, null])
  })

  it('answers 400 to a version that does not exist', async () => {
    const reply = await send(sandbox, 'GET', '/v1/cefi/assets', { version: 'v1999_01_01' })
    expect(reply.status).toBe(400)
  })

  // Shows CeFi REST, 11: 404 for an unknown route
  it('answers 404 to a route that does not exist', async () => {
    expect((await call('GET', '/v1/cefi/nothing')).status).toBe(404)
    expect((await call('PUT', '/v1/cefi/orders', { body: {} })).status).toBe(404)
  })

  // Shows CeFi REST, 7: 415 for another content type
  it('answers 415 to a body that is not declared as JSON, and 400 to one that is not JSON', async () => {
    const headers = { 'Content-Type': 'text/plain' }
    expect((await call('POST', '/v1/cefi/markets/quote', { body: {}, headers })).status).toBe(415)
    const broken = await fetch(`${sandbox.url}/v1/cefi/markets/quote`, {
      method: 'POST',
      headers: { 'X-Truex-Version': 'v2026_01_23', 'Content-Type': 'application/json' },
      body: '{"qty":',
    })
    expect(broken.status).toBe(400)
  })

  it('names in the detail which members break the contract', async () => {
    const reply = await call('POST', '/v1/cefi/orders', { body: { info: { client_id: '1' } } })
    expect(reply.status).toBe(400)
    expect(at(reply.body, 'error.detail')).toContain('info.instrument_id')
  })

  // Shows CeFi REST, 7: constraints of parameters
  it.each([
    ['GET', '/v1/cefi/assets?id=0'],
    ['GET', '/v1/cefi/orders/list?size=0'],
    ['GET', '/v1/cefi/orders/list?size=101'],
    ['GET', '/v1/cefi/orders/list?query=nonsense'],
    ['GET', '/v1/cefi/orders/list?cursor=nonsense'],
    ['GET', '/v1/cefi/orders/trades'],
    ['GET', '/v1/cefi/transfers?timestamp=soon'],
    ['GET', '/v1/cefi/orders/status/1?id_type=other'],
  ])('answers 400 to %s %s', async (method, path) => {
    expect((await call(method, path)).status).toBe(400)
  })

  it.each([
    ['GET', '/v1/cefi/orders/status/799477895858487977', 404],
    ['DELETE', '/v1/cefi/orders/799477895858487977', 404],
    ['GET', '/v1/cefi/orders/status/%', 400],
  ])('answers %s %s, of which there is none, with %i', async (method, path, status) => {
    expect((await call(method, path)).status).toBe(status)
  })
})

describe('path families', () => {
  // Shows CeFi REST, 6: three families of paths
  it.each([
    ['/api/v1/orders/active', '/api/v1/order/active'],
    ['/api/v1/balances', '/api/v1/balance'],
    ['/api/v1/orders/list', '/api/v1/order'],
    ['/api/v1/clients', '/api/v1/client'],
  ])('answers %s and %s alike', async (plural, singular) => {
    const [left, right] = [await call('GET', plural), await call('GET', singular)]
    expect(left.status).toBe(200)
    expect(right.body).toEqual(left.body)
  })

  // Shows CeFi REST, 8.6: the contract of 1.0.3 on the singular path
  it('keeps the quote contract of edition 1.0.3 on the singular path only', async () => {
    const body = { qty: '50000', instrument_id: '78901949723181070' }
    const legacy = await send(sandbox, 'POST', '/api/v1/market/quote', { body, version: null })
    expect(legacy.body).toEqual({ quote: '110869.5', buy_amount: '0.4509' })
    expect((await send(sandbox, 'POST', '/v1/cefi/markets/quote', { body })).status).toBe(400)
  })
})
