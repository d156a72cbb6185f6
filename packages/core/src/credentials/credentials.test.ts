import { createHmac } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { answer, harness, SECRET } from '../../test/harness.ts'
import { VirtualRuntime } from '../../test/virtual-runtime.ts'
import { ConnectionError } from '../errors/connection-error.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import { Secret } from '../secret.ts'
import { readTokenClaims, requireClientId } from '../tokens/claims.ts'
import { createTokenSource } from '../tokens/token-source.ts'
import { bearerAuthorizer, bearerToken } from './bearer-token.ts'
import { type HmacAuthorizerOptions, hmacAuthorizer } from './hmac-authorizer.ts'
import { hmacKey, hmacKeyFromEnvironment } from './hmac-key.ts'

const order = { path: { id: '7' } }
const mac = (text: string): string => createHmac('sha256', SECRET).update(text).digest('base64')

async function headersOf(
  options: HmacAuthorizerOptions,
  clientId?: string,
  query: object = { a: '1 2' },
): Promise<Record<string, string>> {
  const key = hmacKey({
    organizationId: 'org-1',
    keyId: 'key-1',
    secret: SECRET,
    ...(clientId === undefined ? {} : { clientId }),
  })
  const h = harness([answer(200)], { authorizer: hmacAuthorizer(key, options) })
  await h.run(() => h.api.getOrder({ ...order, query: { ...query } }))
  return h.sent[0]?.headers ?? {}
}

describe('HMAC headers', () => {
  test('of the published family', async () => {
    const headers = await headersOf({ scheme: 'cefi-rest' })
    const timestamp = headers['x-truex-timestamp']
    expect(headers).toMatchObject({
      'x-truex-organization-id': 'org-1',
      'x-truex-key-id': 'key-1',
      'x-truex-signature': mac(`GET\n/v1/cefi/orders/7\n${timestamp}\n`),
    })
  })

  test('of the older family, with a client id or with 0', async () => {
    const headers = await headersOf({ scheme: 'cefi-rest-legacy' }, '42')
    const timestamp = headers['x-truex-auth-timestamp']
    expect(headers).toMatchObject({
      'x-truex-auth-token': 'key-1',
      'x-truex-auth-userid': '42',
      'x-truex-auth-signature': mac(`${timestamp}GET/v1/cefi/orders/7`),
    })
    expect(await headersOf({ scheme: 'cefi-rest-legacy' })).toMatchObject({ 'x-truex-auth-userid': '0' })
  })

  test.each([
    ['userid', ['x-truex-auth-userid']],
    ['user-id', ['x-truex-auth-user-id']],
    ['both', ['x-truex-auth-user-id', 'x-truex-auth-userid']],
    ['none', []],
  ] as const)('with the user-id header spelled "%s"', async (userIdHeader, expected) => {
    const headers = await headersOf({ scheme: 'cefi-rest-legacy', userIdHeader })
    expect(Object.keys(headers).filter((name) => name.includes('user') && name !== 'user-agent')).toEqual(expected)
  })

  test('with the windows that the service allows', () => {
    const key = hmacKey({ organizationId: 'org-1', keyId: 'key-1', secret: SECRET })
    expect(hmacAuthorizer(key, { scheme: 'cefi-rest' }).window).toEqual({ pastSeconds: 15, futureSeconds: 15 })
    expect(hmacAuthorizer(key, { scheme: 'cefi-rest-legacy' }).window).toEqual({ pastSeconds: 15, futureSeconds: 1 })
  })

  test('over the path without its prefix, or with its query, when switched so', async () => {
    const short = await headersOf({ scheme: 'cefi-rest', signedPath: { withoutPrefix: '/v1/cefi' } })
    expect(short['x-truex-signature']).toBe(mac(`GET\n/orders/7\n${short['x-truex-timestamp']}\n`))
    const query = await headersOf({ scheme: 'cefi-rest', signQuery: true })
    expect(query['x-truex-signature']).toBe(mac(`GET\n/v1/cefi/orders/7?a=1%202\n${query['x-truex-timestamp']}\n`))
  })

  test('over no question mark where there is no query to sign', async () => {
    const headers = await headersOf({ scheme: 'cefi-rest', signQuery: true }, '42', {})
    expect(headers['x-truex-signature']).toBe(mac(`GET\n/v1/cefi/orders/7\n${headers['x-truex-timestamp']}\n`))
  })
})

describe('an HMAC key is refused', () => {
  const good = { organizationId: 'org-1', keyId: 'key-1', secret: SECRET, clientId: '7' }
  test.each<[string, object, string, string]>([
    ['without an organization', { organizationId: '' }, 'credential_missing', 'hmacKey has no organizationId.'],
    ['without a key id', { keyId: undefined }, 'credential_missing', 'hmacKey has no keyId.'],
    ['with a line break in an id', { keyId: 'key-1\n' }, 'credential_missing', 'The keyId of hmacKey cannot go'],
    ['with a letter no header has', { clientId: '７' }, 'credential_missing', 'The clientId of hmacKey cannot go'],
    ['without a secret', { secret: undefined }, 'secret_missing', 'hmacKey has no secret.'],
    ['with an empty secret', { secret: new Secret('') }, 'secret_missing', 'The HMAC secret is empty.'],
    ['with the line break of a file', { secret: `${SECRET}\n` }, 'secret_missing', 'begins or ends with white space'],
    ['with a space before', { secret: new Secret(` ${SECRET}`) }, 'secret_missing', 'begins or ends with white space'],
  ])('%s', (_, wrong, code, message) => {
    const make = (): unknown => hmacKey({ ...good, ...wrong })
    expect(make).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) as string }))
    expect(make).not.toThrow(SECRET)
  })
})

describe('an HMAC key from the environment', () => {
  test('names the variables that are missing', () => {
    expect(() => hmacKeyFromEnvironment({ TRUEX_KEY_ID: 'k' })).toThrow(
      'Not set: TRUEX_ORGANIZATION_ID, TRUEX_KEY_SECRET.',
    )
  })

  test('comes from the variables of the process by default', () => {
    vi.stubEnv('TRUEX_ORGANIZATION_ID', 'org-1')
    vi.stubEnv('TRUEX_KEY_ID', 'key-1')
    vi.stubEnv('TRUEX_KEY_SECRET', SECRET)
    expect(hmacKeyFromEnvironment()).toMatchObject({ organizationId: 'org-1', keyId: 'key-1' })
    vi.unstubAllEnvs()
  })
})

describe('bearer tokens', () => {
  test('go into Authorization, asked for at every attempt', async () => {
    let count = 0
    const credential = bearerToken(() => Promise.resolve(`token-${++count}`))
    const h = harness([answer(503), answer(200)], { authorizer: bearerAuthorizer(credential) })
    await h.run(() => h.api.getOrder(order))
    expect(h.sent.map(({ headers }) => headers['authorization'])).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  test('that cannot be obtained end the call before it is sent', async () => {
    const h = harness([answer(200)], {
      authorizer: bearerAuthorizer(bearerToken(() => Promise.reject(new Error('vault is down')))),
    })
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({
      code: 'credential_missing',
      attempts: 0,
      cause: { message: 'vault is down' },
    })
    expect(h.sent).toHaveLength(0)
  })

  test('that are revoked under fifty calls are renewed once, and every call is answered', async () => {
    const runtime = new VirtualRuntime()
    let issued = 0
    const pair = () =>
      Promise.resolve({ access_token: `token-${++issued}`, refresh_token: `r-${issued}`, expires_in: 3600 })
    const source = createTokenSource({ exchange: pair, refresh: pair, now: () => runtime.trueMs(), runtime })
    const h = harness(
      [(sent, ...rest) => answer(sent.headers['authorization'] === 'Bearer token-2' ? 200 : 401)(sent, ...rest)],
      { runtime, authorizer: bearerAuthorizer(source) },
    )
    const calls = Array.from({ length: 50 }, (_, index) => h.api.getOrder({ path: { id: index } }))
    expect(await h.run(() => Promise.all(calls))).toEqual(calls.map(() => ({ ok: true })))
    expect([issued, h.sent.length]).toEqual([2, 100])
  })

  test('that were lost on their way leave no doubt about the write they were for', async () => {
    const lost = new OutcomeUnknownError({ operation: 'refreshToken', attempts: 1, settle: undefined })
    const h = harness([answer(200)], { authorizer: bearerAuthorizer(bearerToken(() => Promise.reject(lost))) })
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({
      code: 'credential_missing',
      operation: 'createOrder',
      attempts: 0,
      cause: lost,
    })
    expect(h.sent).toHaveLength(0)
  })

  test('are not asked for again and again when their source fails, which has retries of its own', async () => {
    let asked = 0
    const token = (): Promise<string> => {
      asked++
      return Promise.reject(new ConnectionError('headers', { operation: 'exchangeApiKeyToken', attempts: 4 }))
    }
    const h = harness([answer(200)], { authorizer: bearerAuthorizer({ token }) })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({
      code: 'connection_failed',
      operation: 'exchangeApiKeyToken',
    })
    expect([asked, h.sent.length]).toEqual([1, 0])
  })

  test('that a server refused are renewed once, and a write is not repeated for it', async () => {
    const dropped: string[] = []
    const source = { token: () => `token-${dropped.length}`, invalidate: (token: string) => dropped.push(token) > 0 }
    const h = harness([answer(401)], { authorizer: bearerAuthorizer(source) })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({
      code: 'authentication_failed',
      attempts: 2,
      // Another token was refused as well, so that it is no longer about the token.
      retryable: false,
      nextStep: expect.stringContaining('Check that the key or token belongs to this environment') as unknown,
    })
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({
      code: 'authentication_failed',
      attempts: 1,
      retryable: true,
      nextStep: expect.stringContaining('Call again') as unknown,
    })
    expect(await h.fail(() => h.api.getOrder(order, { retry: false }))).toMatchObject({ attempts: 1, retryable: true })
    expect(dropped).toEqual(['token-0', 'token-1', 'token-2', 'token-3'])
  })

  test('that the caller looks after are not said to be replaced', async () => {
    const h = harness([answer(401)], { authorizer: bearerAuthorizer(bearerToken('token')) })
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({
      code: 'authentication_failed',
      retryable: false,
      nextStep: expect.stringMatching(/neither expired nor revoked, and .* clock/) as unknown,
    })
  })

  test('that are refused teach the clock at once, as the body may have been signed with a time', async () => {
    const h = harness([answer(200), answer(401, {}, { date: 'Fri, 20 Nov 2026 12:10:00 GMT' })], {
      runtime: new VirtualRuntime(),
      authorizer: bearerAuthorizer(bearerToken('token')),
    })
    await h.run(() => h.api.getOrder(order))
    await h.fail(() => h.api.createOrder({ body: {} }))
    expect(h.pipeline.clock.offsetMs()).toBeGreaterThan(590_000)
  })

  test('are not blamed for a 401 on an operation that sent none', async () => {
    const dropped: string[] = []
    const source = { token: () => 'token-1', invalidate: (token: string) => dropped.push(token) > 0 }
    const h = harness([answer(401)], { authorizer: bearerAuthorizer(source) })
    expect(await h.fail(() => h.api.getHealth())).toMatchObject({ code: 'authentication_failed', attempts: 1 })
    expect(dropped).toEqual([])
  })

  test('that never come do not hold a call that was aborted beforehand', async () => {
    const h = harness([answer(200)], { authorizer: bearerAuthorizer({ token: () => new Promise(() => {}) }) })
    const error = await h.fail(() => h.api.getOrder(order, { signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ code: 'aborted', attempts: 0 })
    expect(h.runtime.monotonicMs()).toBe(0)
  })

  test('that never come end at the timeout, with nothing sent', async () => {
    const h = harness([answer(200)], {
      authorizer: bearerAuthorizer({ token: () => new Promise(() => {}) }),
      timeoutMs: 500,
    })
    expect(await h.fail(() => h.api.createOrder({ body: {} }))).toMatchObject({ code: 'timed_out', attempts: 0 })
    expect(h.sent).toHaveLength(0)
  })
})

describe('claims', () => {
  const jwt = (claims: unknown): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`

  test('are read from a JWT', () => {
    expect(readTokenClaims(jwt({ client_id: '7', name: 'é' }))).toEqual({ client_id: '7', name: 'é' })
  })

  test('keep every digit of an id, and times as numbers', () => {
    const payload = Buffer.from('{"client_id":78901985048264710,"exp":1700000000.5}').toString('base64url')
    expect(readTokenClaims(`h.${payload}.s`)).toEqual({ client_id: '78901985048264710', exp: 1_700_000_000.5 })
  })

  test.each(['', 'a.b', 'a.b.c', 'a.!.c', jwt([1]), jwt(null), 'a.e30.c.d'])('of "%s" are none', (token) => {
    expect(readTokenClaims(token)).toBeUndefined()
  })

  test('of no text are none, so that the check of the token says what is wrong', () => {
    expect(readTokenClaims(undefined)).toBeUndefined()
  })

  test('must hold a client_id for CeFi', () => {
    expect(() => requireClientId(jwt({ client_id: '7' }))).not.toThrow()
    expect(() => requireClientId('opaque')).not.toThrow()
    for (const claims of [{}, { client_id: '' }, { client_id: null }]) {
      expect(() => requireClientId(jwt(claims))).toThrow(expect.objectContaining({ code: 'token_claim_missing' }))
    }
  })
})
