import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { startSandbox } from '../src/index.ts'
import { call, type Json, withSandbox } from './support/session.ts'

const JSON_TYPE = { 'Content-Type': 'application/json' }

/** A quote request with any bytes for a body; every answer must be one that the contract knows. */
async function postQuote(
  sandbox: Sandbox,
  body: Uint8Array<ArrayBuffer> | string,
  headers: Record<string, string> = JSON_TYPE,
) {
  const response = await fetch(`${sandbox.urls.gateway}/quotes`, { method: 'POST', body, headers })
  return { status: response.status, body: (await response.json()) as Json }
}

describe('a bad request', () => {
  // Shows Gateway, 5: the newest error body
  it.each([
    ['half a JSON text', '{"qty": "1"'],
    ['a good quote with one byte that is not UTF-8', notUtf8()],
    ['a JSON text that is no object', '[]'],
    ['null', 'null'],
    ['JSON nested too deep for any reader', '['.repeat(500_000)],
    ['a prototype that pollutes', '{"__proto__": {"qty": "1"}, "constructor": 1}'],
    ['no body at all', ''],
  ])('of %s is a 400 in the documented shape', (_name, body) =>
    withSandbox(async (sandbox) => {
      const reply = await postQuote(sandbox, body)
      expect(reply.status).toBe(400)
      expect(reply.body).toMatchObject({ type: 'invalid_argument' })
      expect(reply.body['request_id']).toMatch(/^req-\d+$/)
    }),
  )

  it('with more than a megabyte is a 400, and the connection is still good', () =>
    withSandbox(async (sandbox) => {
      const reply = await postQuote(sandbox, new Uint8Array(3_000_000))
      expect([reply.status, reply.body['message']]).toStrictEqual([400, 'The body is larger than 1048576 bytes.'])
      expect((await postQuote(sandbox, '{}')).status).toBe(400)
    }))

  it('with more than a megabyte is a problem where problems are answered', () =>
    withSandbox(async (sandbox) => {
      const response = await fetch(`${sandbox.urls.cefiRest}/markets/quote`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Truex-Version': 'v2026_01_23' },
        body: new Uint8Array(3_000_000),
      })
      expect([response.status, response.headers.get('content-type')]).toStrictEqual([400, 'application/problem+json'])
      expect(await response.json()).toMatchObject({ error: { title: 'Bad Request', status: 400 } })
    }))

  it('of another content type is a 400', () =>
    withSandbox(async (sandbox) => {
      const reply = await postQuote(sandbox, '{}', { 'Content-Type': 'text/plain' })
      expect(reply.body['message']).toBe('The body must be sent as Content-Type: application/json.')
    }))

  it.each([
    ['GET', '/nope'],
    ['GET', '/v1/gateway/nope'],
    ['PUT', '/v1/gateway/orders'],
    ['GET', '/v1/auth/api-key/token'],
    ['GET', '/v1/gateway/orders/%'],
    ['GET', '/v1/gateway/orders/..%2f..%2fassets/status'],
    ['DELETE', '/'],
  ])('%s %s is answered, not crashed on', (method, path) =>
    withSandbox(async (sandbox) => {
      const response = await fetch(sandbox.url + path, { method })
      expect([401, 404]).toContain(response.status)
      expect(((await response.json()) as Json)['message']).toMatch(/./)
    }),
  )

  it('that is not HTTP is told so', () =>
    withSandbox(async (sandbox) => {
      expect(await sendRaw(sandbox, 'BLAH\r\n\r\n')).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/)
    }))

  it('that breaks off in the middle of its body is nobody’s fault', () =>
    withSandbox(async (sandbox) => {
      const head =
        'POST /v1/gateway/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100'
      await new Promise<void>((resolve) => {
        const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1', () => {
          socket.write(`${head}\r\n\r\n{"qty"`, () => socket.destroy())
        })
        socket.on('close', () => resolve())
      })
      expect((await postQuote(sandbox, '{}')).status).toBe(400)
      expect(sandbox.log.internalErrors).toBe(0)
    }))

  it('to upgrade elsewhere than at the WebSocket path is a 404', () =>
    withSandbox(async (sandbox) => {
      const upgrade = 'GET /v1/gateway/orders HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
      expect(await sendRaw(sandbox, upgrade)).toMatch(/^HTTP\/1.1 404 Not Found\r\n/)
    }))
})

describe('the shell', () => {
  it('dates its answers by the clock of the sandbox', () =>
    withSandbox(async (sandbox) => {
      sandbox.clock.set(Date.UTC(2026, 7, 5))
      const response = await fetch(`${sandbox.urls.gateway}/assets`)
      expect(response.headers.get('date')).toBe('Wed, 05 Aug 2026 00:00:00 GMT')
    }))

  it('refuses an answer to a question that nobody asked', async () => {
    await expect(startSandbox({ answers: { Z9: 'yes' } })).rejects.toThrow(/There is no open question Z9/)
    await expect(startSandbox({ answers: { A5: 'maybe' } })).rejects.toThrow('Question A5 offers single-use, reusable')
  })

  it('frees its port when closed, even with an idle connection', async () => {
    const first = await startSandbox()
    await fetch(`${first.urls.gateway}/assets`)
    const port = Number(new URL(first.url).port)
    await first.close()
    const second = await startSandbox({ port })
    await second.close()
    expect(second.url).toBe(first.url)
  })

  it('does not wait, when closed, for a request that never ends', async () => {
    const sandbox = await startSandbox()
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1')
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
    socket.on('error', () => {})
    await new Promise<void>((resolve) =>
      socket.write('POST /v1/gateway/quotes HTTP/1.1\r\nHost: x\r\n', () => resolve()),
    )
    await call('GET', `${sandbox.urls.gateway}/assets`)
    await sandbox.close()
    await closed
    expect(sandbox.log.internalErrors).toBe(0)
  })

  it('runs beside another one without sharing state', () =>
    withSandbox((left) =>
      withSandbox(async (right) => {
        left.clock.set(0)
        expect(right.clock.now()).toBeGreaterThan(0)
        expect(left.url).not.toBe(right.url)
      }),
    ))
})

/** Nothing else is wrong with it: read leniently, it would be answered with a price. */
function notUtf8(): Uint8Array<ArrayBuffer> {
  const quote = { base_asset: 'BTC', quote_asset: 'USD', side: 'buy', qty: '100', qty_unit: 'quote', note: '?' }
  const bytes = new TextEncoder().encode(JSON.stringify(quote))
  bytes[bytes.length - 3] = 0xff
  return bytes
}

/** Bytes as they are; resolves with whatever comes back before the other side closes. */
function sendRaw(sandbox: Sandbox, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1', () => socket.write(text))
    let received = ''
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString()
    })
    socket.on('close', () => resolve(received))
    socket.on('error', reject)
  })
}
