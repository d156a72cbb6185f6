import { describe, expect, it } from 'vitest'
import { inWorld } from './answer-worlds.ts'
import { at, callCefi, hmac, type Reply, send } from './cefi-caller.ts'
import type { CefiSandbox } from './cefi-sandbox.ts'

// The open questions about who may ask, and how often: signatures, clocks, tokens, budgets. What changes in the other world.

it.each([
  ['cefi-rest-full', '/v1/cefi/orders/list'],
  ['cefi-rest-without-prefix', '/orders/list'],
  ['cefi-rest-full-with-query', '/v1/cefi/orders/list?size=1'],
])('R3=%s: %s is what must be signed', (world, signedPath) =>
  inWorld({ R3: world }, async (sandbox) => {
    const ask = (path: string) => callCefi(sandbox, 'GET', '/v1/cefi/orders/list?size=1', { signedPath: path })
    expect((await ask(signedPath)).status).toBe(200)
    expect((await ask('/other')).status).toBe(401)
  }),
)

it.each([
  ['cefi-rest-legacy-full', '/v1/cefi/clients'],
  ['cefi-rest-legacy-without-prefix', '/clients'],
])('R3=%s: the legacy headers are verified over %s', (world, signedPath) =>
  inWorld({ R3: world }, async (sandbox) => {
    const { keyId, clientId, secret } = sandbox.context.credentials.hmac
    const timestamp = String(sandbox.context.clock.seconds())
    const headers = {
      'x-truex-auth-token': keyId,
      'x-truex-auth-timestamp': timestamp,
      'x-truex-auth-userid': clientId,
      'x-truex-auth-signature': hmac(secret, `${timestamp}GET${signedPath}`),
    }
    expect((await send(sandbox, 'GET', '/v1/cefi/clients', { headers })).status).toBe(200)
    expect((await callCefi(sandbox, 'GET', '/v1/cefi/clients')).status).toBe(401)
  }),
)

it.each([
  ['fifteen-seconds', [401, 200, 200, 401], [401, 200, 401, 401]],
  ['another-window', [401, 200, 401, 401], [401, 200, 200, 401]],
])('R14=%s: clocks from 20 s behind to 20 s ahead get %j, under the older scheme %j', (world, current, legacy) =>
  inWorld({ R14: world }, async (sandbox) => {
    const statuses = (path: string) =>
      Promise.all([-20, -10, 10, 20].map((skew) => callCefi(sandbox, 'GET', path, { skew }))).then((replies) =>
        replies.map(({ status }) => status),
      )
    expect(await statuses('/v1/cefi/clients')).toEqual(current)
    expect(await statuses('/api/v1/clients')).toEqual(legacy)
  }),
)

it.each([
  ['userid', [200, 401, 401]],
  ['user-id', [401, 200, 401]],
  ['either', [200, 200, 401]],
  ['not-needed', [200, 200, 200]],
])('R15=%s: with userid, with user-id, with none: %j', (world, expected) =>
  inWorld({ R15: world }, async (sandbox) => {
    const { keyId, clientId, secret } = sandbox.context.credentials.hmac
    const timestamp = String(sandbox.context.clock.seconds())
    const signature = hmac(secret, `${timestamp}GET/api/v1/clients`)
    const base = {
      'x-truex-auth-token': keyId,
      'x-truex-auth-timestamp': timestamp,
      'x-truex-auth-signature': signature,
    }
    const ask = async (headers: Readonly<Record<string, string>>) =>
      (await send(sandbox, 'GET', '/api/v1/clients', { headers: { ...base, ...headers } })).status
    expect([
      await ask({ 'x-truex-auth-userid': clientId }),
      await ask({ 'x-truex-auth-user-id': '0' }),
      await ask({}),
    ]).toEqual(expected)
  }),
)

describe('R16, a budget of requests', () => {
  const burst = async (sandbox: CefiSandbox) => {
    const replies: Reply[] = []
    for (let asked = 0; asked < 101; asked += 1) replies.push(await send(sandbox, 'GET', '/v1/cefi/assets'))
    return replies
  }

  it('none-seen: nothing is counted', async () => {
    const replies = await inWorld({ R16: 'none-seen' }, burst)
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
    expect([...(replies.at(-1)?.headers.keys() ?? [])].filter((name) => name.startsWith('x-ratelimit'))).toEqual([])
  })

  it('limited: the hundredth request of a minute is the last, whatever it asks for, until the minute is over', () =>
    inWorld({ R16: 'limited' }, async (sandbox) => {
      const replies = await burst(sandbox)
      expect(replies.map(({ headers }) => headers.get('x-ratelimit-remaining')).slice(0, 100)).toEqual(
        Array.from({ length: 100 }, (_, asked) => String(99 - asked)),
      )
      const statuses = replies.map(({ status }) => status)
      expect([new Set(statuses.slice(0, 100)), statuses.at(-1)]).toEqual([new Set([200]), 429])
      const refusal = await callCefi(sandbox, 'GET', '/v1/cefi/clients')
      expect([refusal.status, at(refusal.body, 'error.status')]).toEqual([429, 429])
      const seconds = Number(refusal.headers.get('retry-after'))
      expect(seconds).toBeGreaterThan(0)
      expect(seconds).toBeLessThanOrEqual(60)
      sandbox.context.clock.advance(seconds * 1000)
      expect((await callCefi(sandbox, 'GET', '/v1/cefi/clients')).status).toBe(200)
    }))
})

it.each([
  ['client-id-decides', 401, 401],
  ['otherwise', 200, 403],
])('R21=%s: a token without client_id reads with %i, and acts for somebody else with %i', (world, read, foreign) =>
  inWorld({ R21: world }, async (sandbox) => {
    const { credentials, tokens } = sandbox.context
    const { token } = await tokens.issueAccessToken({ userId: 'u' }, 't')
    const ask = (path: string) => send(sandbox, 'GET', path, { headers: { Authorization: `Bearer ${token}` } })
    const clients = await ask('/v1/cefi/clients')
    expect(clients.status).toBe(read)
    expect(at(clients.body, 'data.0.id')).toBeUndefined()
    expect((await ask(`/v1/cefi/balances?client_id=${credentials.personal.clientId}`)).status).toBe(foreign)
  }),
)

it.each([
  ['open', 200],
  ['credentials-needed', 401],
])('R22=%s: a public operation without credentials gets %i', (world, status) =>
  inWorld({ R22: world }, async (sandbox) => {
    expect((await send(sandbox, 'GET', '/v1/cefi/assets')).status).toBe(status)
    expect((await callCefi(sandbox, 'GET', '/v1/cefi/assets')).status).toBe(200)
  }),
)
