import { describe, expect, it } from 'vitest'
import { redactBody } from '../src/server/redact.ts'
import { hmac } from './cefi-caller.ts'
import { accessToken, call, exchangeKey, GatewaySession, payloadsOf, withSandbox } from './support/session.ts'
import { signChallenge, stamp } from './support/signing.ts'

interface Har {
  readonly log: {
    readonly version: string
    readonly entries: readonly {
      readonly request: { method: string; url: string }
      readonly response: { status: number }
    }[]
  }
}

describe('a recording', () => {
  it('holds every exchange in order and none of its secrets', () =>
    withSandbox(
      async (sandbox) => {
        const { keyFile } = sandbox.credentials.personal
        const { body: tokens } = await exchangeKey(sandbox, keyFile)
        const session = new GatewaySession(sandbox, String(tokens['access_token']))
        const order = {
          asset_id: '5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b',
          side: 'buy',
          qty: '5',
          qty_unit: 'quote',
          type: 'market',
        }
        const { body } = await session.send('POST', '/orders', order)
        const signatures = payloadsOf(body).map((payload) => stamp(keyFile, payload))
        await session.send('POST', `/orders/${String(body['order_id'])}/execute`, { signatures, auth_type: 'api_key' })

        const text = JSON.stringify(sandbox.recording())
        for (const secret of [tokens['access_token'], tokens['refresh_token'], ...signatures]) {
          expect(text).not.toContain(secret)
        }
        const { log } = JSON.parse(text) as Har
        expect(log.version).toBe('1.2')
        expect(
          log.entries.map(({ request, response }) => [request.method, new URL(request.url).pathname, response.status]),
        ).toStrictEqual([
          ['POST', '/v1/auth/api-key/token', 200],
          ['POST', '/v1/gateway/orders', 201],
          ['POST', `/v1/gateway/orders/${String(body['order_id'])}/execute`, 200],
        ])
      },
      { record: true },
    ))

  it('is not made unless asked for', () =>
    withSandbox((sandbox) => {
      expect(sandbox.recording()).toBeUndefined()
      return Promise.resolve()
    }))

  it('leaves out a body that it cannot read, and keeps what is no secret', () => {
    expect(redactBody('signature=abc')).toBe('[redacted]')
    expect(redactBody('{"a":[{"signature":"x","qty":"1"}]}')).toBe('{"a":[{"signature":"[redacted]","qty":"1"}]}')
    const order = { order_id: '3f0c1a52-7c1d-4b7e-9a55-000000000001', price: '67500.00', id: '799477895858487977' }
    expect(JSON.parse(redactBody(JSON.stringify(order)))).toStrictEqual(order)
    const message = `"There is no /v1/gateway/orders/${order.order_id}/cancel/execute."`
    expect(redactBody(message)).toBe(message)
  })

  it('holds no secret, wherever in an exchange one was planted', () =>
    withSandbox(
      async (sandbox) => {
        const jwt = await accessToken(sandbox, sandbox.credentials.personal.keyFile)
        const stamped = stamp(sandbox.credentials.personal.keyFile, 'anything')
        const mac = hmac(sandbox.credentials.hmac.secret, 'anything')
        const challenge = signChallenge(sandbox.credentials.personal.keyFile, 1_790_208_000)
        const gateway = `${sandbox.urls.gateway}/orders`
        const json = { 'Content-Type': 'application/json' }
        const post = (url: string, body: unknown, headers = {}) =>
          fetch(url, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) })

        for (const secret of [jwt, stamped, mac, challenge]) {
          await fetch(`${gateway}/${encodeURIComponent(secret)}`, { headers: { Authorization: `Bearer ${jwt}` } })
          await fetch(`${gateway}?cursor=${encodeURIComponent(secret)}&token=abc`)
          await fetch(`${sandbox.urls.cefiRest}/health`, { headers: { 'X-Truex-Version': secret } })
          await fetch(gateway, { headers: { 'X-Invented': secret, Cookie: secret, 'User-Agent': secret } })
          await post(gateway, { note: secret, deep: [[{ [secret]: { signatures: [secret] } }]] })
          await post(gateway, [secret])
          await post(gateway, secret, { 'Content-Type': 'text/plain' })
        }
        await post(`${sandbox.urls.auth}/token/refresh`, { refresh_token: 'short-and-planted' })
        await post(gateway, { key: 'short-and-planted', private_key: { d: 'short-and-planted' } })
        await fetch(`${sandbox.urls.cefiRest}/clients`, {
          headers: { 'X-Truex-Key-Id': 'short-and-planted', 'x-truex-auth-token': 'short-and-planted' },
        })

        const state = (await call('GET', `${sandbox.url}/sandbox/state`)).body
        const text = JSON.stringify([sandbox.recording(), state])
        expect(text).toContain('/v1/gateway/orders')
        const planted = [jwt, stamped, mac, challenge].flatMap((each) => [each, encodeURIComponent(each)])
        for (const secret of [...planted, 'short-and-planted', 'token=abc']) expect(text).not.toContain(secret)
      },
      { record: true },
    ))
})
