import { describe, expect, it } from 'vitest'
import { sanitiseBody } from '../src/server/har.ts'
import { exchangeKey, GatewaySession, payloadsOf, withSandbox } from './support/session.ts'
import { stamp } from './support/signing.ts'

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
    expect(sanitiseBody('signature=abc')).toBe('[redacted]')
    expect(sanitiseBody('{"a":[{"signature":"x","qty":"1"}]}')).toBe('{"a":[{"signature":"[redacted]","qty":"1"}]}')
  })
})
