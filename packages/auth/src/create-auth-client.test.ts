import { apiKey } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { caught } from '../test/support/caught.ts'
import { keyFile } from '../test/support/key-file.ts'
import { scriptedFetch } from '../test/support/scripted-fetch.ts'
import { createAuthClient } from './create-auth-client.ts'

const key = { kty: 'RSA', kid: 'k1', use: 'sig', alg: 'RS256', n: 'AQAB', e: 'AQAB' }
const hour = new Date(Date.now() + 3_600_000).toISOString()

describe('options', () => {
  test.each([
    ['a credential as plain text', { auth: 'planted-secret' }],
    ['a credential of no kind', { auth: {} }],
    ['a choice that does not exist', { validate: 'yes' }],
  ])('%s is refused, and not repeated', (_, options) => {
    const error = caught(() => createAuthClient({ environment: 'uat', ...(options as object) }))
    expect(error).toMatchObject({ name: 'ConfigurationError', code: 'option_invalid' })
    expect(String((error as Error).stack)).not.toContain('planted-secret')
  })

  test('a misspelt one is refused with the one that was meant', () => {
    const options = { enviroment: 'uat' } as object
    expect(caught(() => createAuthClient(options))).toMatchObject({
      code: 'option_unknown',
      nextStep: 'Did you mean "environment"?',
    })
  })

  test('plain HTTP is refused outside this machine', () => {
    expect(() => createAuthClient({ environment: { auth: 'http://api.example.com/v1/auth' } })).toThrow(
      expect.objectContaining({ code: 'url_insecure' }),
    )
  })

  test('an environment without an auth URL is refused', () => {
    expect(() => createAuthClient({ environment: { gateway: 'https://api.example.com' } })).toThrow(
      expect.objectContaining({ code: 'url_missing' }),
    )
  })
})

test('the clock can be told, and is shown, so that clients of one host can share it', async () => {
  const { fetch, sent } = scriptedFetch({ json: { access_token: 't', token_type: 'Bearer', expires_in: hour } })
  const clock = { now: () => 1_790_208_000_999, offsetMs: () => 0, observe: () => {} }
  const auth = createAuthClient({ environment: 'uat', auth: apiKey(keyFile), fetch, clock })
  await auth.tokens.token()
  expect(auth.clock).toBe(clock)
  expect(sent[0]?.body).toMatchObject({ timestamp: 1_790_208_000 })
})

test('the logger and the listener are told when a token is obtained, and of no part of it', async () => {
  const { fetch } = scriptedFetch({ json: { access_token: 'planted-token', token_type: 'Bearer', expires_in: hour } })
  const lines: string[] = []
  const log = (message: string, fields: object) => lines.push(`${message} ${JSON.stringify(fields)}`)
  const logger = { debug: log, warn: log }
  const events: unknown[] = []
  const onEvent = (event: unknown) => events.push(event)
  await createAuthClient({ environment: 'uat', auth: apiKey(keyFile), fetch, logger, onEvent }).tokens.token()
  expect(lines.at(-1)).toBe(`truemarkets token {"action":"exchanged","expiresAt":"${hour}"}`)
  expect(events.at(-1)).toEqual({ type: 'token', action: 'exchanged', expiresAt: hour })
  expect(lines.join() + JSON.stringify(events)).not.toContain('planted-token')
})

test('what takes a token has that of the key, and another one where it was refused', async () => {
  const pair = (access_token: string) => ({ json: { access_token, token_type: 'Bearer', expires_in: hour } })
  const { fetch, sent } = scriptedFetch(pair('a'), { status: 401, json: {} }, pair('b'), { json: [] })
  const auth = createAuthClient({ environment: 'uat', auth: apiKey(keyFile), fetch })
  // No operation of this edition takes one, so it is asked for beside the contract.
  const raw = auth.raw as unknown as { GET: (path: string) => Promise<{ data: unknown }> }
  expect(await raw.GET('/api-keys')).toMatchObject({ data: [] })
  expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual([null, 'Bearer a', null, 'Bearer b'])
})

describe('getHealth', () => {
  test.each([
    ['a JSON object', '{"status":"ok"}', { status: 'ok' }],
    ['an empty body', '', {}],
    ['plain text', 'OK', {}],
  ])('takes %s for healthy', async (_, text, healthy) => {
    const auth = createAuthClient({ environment: 'uat', fetch: scriptedFetch({ text }).fetch })
    await expect(auth.getHealth()).resolves.toEqual(healthy)
  })

  test('throws when the service is not up', async () => {
    const auth = createAuthClient({
      environment: 'uat',
      retry: false,
      fetch: scriptedFetch({ status: 503, text: '' }).fetch,
    })
    await expect(auth.getHealth()).rejects.toMatchObject({ code: 'server_failed' })
  })
})

describe('getJwks', () => {
  test('asks the host root', async () => {
    const { fetch, sent } = scriptedFetch({ json: { keys: [key] } })
    await expect(createAuthClient({ environment: 'uat', fetch }).getJwks()).resolves.toEqual({ keys: [key] })
    expect(sent.map(({ url }) => url)).toEqual(['https://api.uat.truemarkets.co/.well-known/jwks.json'])
  })

  test.each([
    ['nothing', { status: 404, text: '' }],
    ['a page', { text: '<!doctype html><title>Welcome</title>' }],
    ['JSON of something else', { json: { service: 'edge' } }],
    ['the refusal of an edge', { status: 403, json: { message: 'Missing Authentication Token' } }],
    ['a redirect', { status: 302, text: '', headers: { location: 'https://www.truemarkets.co/' } }],
  ])('asks under the service path when the host root holds %s, and first there from then on', async (_, root) => {
    const { fetch, sent } = scriptedFetch(root, { json: { keys: [key] } }, { json: { keys: [] } })
    const auth = createAuthClient({ environment: 'uat', fetch })
    await expect(auth.getJwks()).resolves.toEqual({ keys: [key] })
    await expect(auth.getJwks()).resolves.toEqual({ keys: [] })
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      '/.well-known/jwks.json',
      '/v1/auth/.well-known/jwks.json',
      '/v1/auth/.well-known/jwks.json',
    ])
  })

  test.each([
    ['failing', { status: 500, text: '' }, 'server_failed'],
    ['busy', { status: 429, text: '' }, 'rate_limited'],
    ['unreachable', new TypeError('fetch failed'), 'connection_failed'],
  ])('does not hide a %s service behind the other place', async (_, answer, code) => {
    const { fetch, sent } = scriptedFetch(answer)
    const auth = createAuthClient({ environment: 'uat', retry: false, fetch })
    await expect(auth.getJwks()).rejects.toMatchObject({ code })
    expect(sent).toHaveLength(1)
  })

  test('is a typed error when neither place has keys', async () => {
    const { fetch } = scriptedFetch({ json: {} }, { json: { keys: {} } })
    await expect(createAuthClient({ environment: 'uat', fetch }).getJwks()).rejects.toMatchObject({
      code: 'response_breaks_contract',
      operation: 'getJwks',
    })
  })
})

describe('refreshToken', () => {
  test('trades the token that is given', async () => {
    const pair = { access_token: 'a2', refresh_token: 'r2', token_type: 'Bearer', expires_in: hour }
    const { fetch, sent } = scriptedFetch({ json: pair })
    const auth = createAuthClient({ environment: 'uat', fetch })
    await expect(auth.refreshToken({ body: { refresh_token: 'r1' } })).resolves.toEqual(pair)
    expect(sent[0]?.body).toEqual({ refresh_token: 'r1' })
  })

  test('is not sent without a token', async () => {
    const { fetch, sent } = scriptedFetch()
    const body = {} as { refresh_token: string }
    await expect(createAuthClient({ environment: 'uat', fetch }).refreshToken({ body })).rejects.toMatchObject({
      code: 'request_invalid',
      violations: [{ path: 'body/refresh_token' }],
    })
    expect(sent).toEqual([])
  })
})

describe('tokens', () => {
  const soon = new Date(Date.now() + 1_000).toISOString()
  const first = { access_token: 'a1', refresh_token: 'r1', token_type: 'Bearer', expires_in: soon }
  const second = { ...first, access_token: 'a2', refresh_token: 'r2', expires_in: hour }

  test('are renewed with the refresh token', async () => {
    const { fetch, sent } = scriptedFetch({ json: first }, { json: second })
    const { tokens } = createAuthClient({ environment: 'uat', auth: apiKey(keyFile), fetch })
    await expect(tokens.token()).resolves.toBe('a1')
    await expect(tokens.token()).resolves.toBe('a2')
    expect(sent[1]).toMatchObject({
      url: 'https://api.uat.truemarkets.co/v1/auth/token/refresh',
      body: { refresh_token: 'r1' },
    })
  })

  test('are exchanged again when the refresh token is refused', async () => {
    const { fetch, sent } = scriptedFetch({ json: first }, { status: 401, json: { message: 'used' } }, { json: second })
    const { tokens } = createAuthClient({ environment: 'uat', auth: apiKey(keyFile), fetch })
    await tokens.token()
    await expect(tokens.token()).resolves.toBe('a2')
    expect(sent.map(({ url }) => new URL(url).pathname.replace('/v1/auth', ''))).toEqual([
      '/api-key/token',
      '/token/refresh',
      '/api-key/token',
    ])
  })

  test('are exchanged again when there is no refresh token, as for organization keys', async () => {
    const { refresh_token: _, ...bare } = first
    const { fetch, sent } = scriptedFetch({ json: bare }, { json: second })
    const { tokens } = createAuthClient({ environment: 'uat', auth: apiKey(keyFile), fetch })
    await tokens.token()
    await tokens.token()
    expect(sent.every(({ url }) => url.endsWith('/api-key/token'))).toBe(true)
  })

  test('are renewed no sooner before their end than is asked for', async () => {
    const { fetch, sent } = scriptedFetch({ json: { ...first, expires_in: 60 } }, { json: second })
    let now = 1_790_208_000_000
    const clock = { now: () => now, offsetMs: () => 0, observe: () => {} }
    const options = { environment: 'uat', auth: apiKey(keyFile), fetch, clock, renewAheadMs: 10_000 } as const
    const { tokens } = createAuthClient(options)
    await tokens.token()
    now += 49_999
    await tokens.token()
    await new Promise(setImmediate)
    expect(sent).toHaveLength(1)
    now += 1
    await tokens.token()
    await expect.poll(() => sent).toHaveLength(2)
  })

  test('are exchanged once for many callers', async () => {
    const { fetch, sent } = scriptedFetch({ json: second })
    const { tokens } = createAuthClient({ environment: 'uat', auth: apiKey(keyFile), fetch })
    await expect(Promise.all([tokens.token(), tokens.token(), tokens.token()])).resolves.toEqual(['a2', 'a2', 'a2'])
    expect(sent).toHaveLength(1)
  })
})

test('raw is the same API over the same pipeline', async () => {
  const { fetch } = scriptedFetch({ status: 401, json: { message: 'no' } })
  const { raw } = createAuthClient({ environment: 'uat', fetch })
  const { error, response } = await raw.POST('/token/refresh', { body: { refresh_token: 'r1' } })
  expect([response.status, error]).toEqual([401, { message: 'no' }])
})

test.each([
  ['exchangeApiKeyToken', { key_id: keyFile.key_id, timestamp: 1_790_208_000, signature: 's' }],
  ['refreshToken', { refresh_token: 'r' }],
] as const)('a lost answer to %s leaves nothing to find out: a new pair is asked for', async (operation, body) => {
  const { fetch, sent } = scriptedFetch({ text: 'cut' }, { text: 'cut' })
  const auth = createAuthClient({ environment: 'uat', fetch })
  const path = operation === 'refreshToken' ? '/token/refresh' : '/api-key/token'
  const lost = { code: 'outcome_unknown', settle: { query: 'tokens.token()', ids: {} } }
  const call = auth[operation] as (params: object) => Promise<unknown>
  await expect(call({ body })).rejects.toMatchObject(lost)
  await expect(
    (auth.raw.POST as (path: string, init: object) => Promise<unknown>)(path, { body }),
  ).rejects.toMatchObject(lost)
  expect(sent).toHaveLength(2)
})
