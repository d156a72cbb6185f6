import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { answer, BASE, harness, SECRET, TABLE } from '../../test/harness.ts'
import { VirtualRuntime } from '../../test/virtual-runtime.ts'
import { ConfigurationError } from '../errors/configuration-error.ts'
import { createRaw } from '../operations/create-raw.ts'
import { LightRequest } from '../request/light-request.ts'
import { createServerClock } from './clock.ts'
import { createPipeline } from './pipeline.ts'

interface Paths {
  '/orders': {
    post: {
      requestBody: { content: { 'application/merge-patch+json': object } }
      responses: { 200: { content: { 'application/json': object } } }
    }
  }
}

test('the layers of a call run in the stated order: version, then for each attempt clock, credential, wire, observe', async () => {
  const order: string[] = []
  const runtime = new VirtualRuntime()
  const clock = createServerClock(runtime)
  const h = harness([], {
    runtime,
    clock: {
      ...clock,
      now() {
        if (order.at(-1) !== 'clock') order.push('clock')
        return clock.now()
      },
      observe: () => order.push('observe'),
    },
    version: { header: 'X-Truex-Version', value: 'v2026_01_23' },
    authorizer: {
      authorize(request) {
        order.push('credential')
        expect(request.path).toBe('/v1/cefi/orders/7')
        return { 'X-Truex-Signature': 's' }
      },
    },
    async fetch(_url, init) {
      order.push('wire')
      expect(new Headers(init.headers).get('x-truex-version')).toBe('v2026_01_23')
      return new Response('{}', { status: order.filter((step) => step === 'wire').length === 1 ? 503 : 200 })
    },
  })
  await h.run(() => h.api.getOrder({ path: { id: '7' } }))
  const attempt = ['clock', 'credential', 'wire', 'observe']
  expect(order.join(' ')).toBe([...attempt, ...attempt].join(' '))
})

test('a credential header takes the place of one of the caller, however either is written', async () => {
  const authorizer = { authorize: () => ({ Authorization: 'Bearer ours' }) }
  const h = harness([answer(200)], { authorizer })
  await h.run(() => h.api.getOrder({ path: { id: '7' } }, { headers: { AUTHORIZATION: 'Bearer theirs' } }))
  expect(h.sent[0]?.headers).toHaveProperty('authorization', 'Bearer ours')
})

test('the signature covers the exact path and body that are sent', async () => {
  const h = harness([answer(200)])
  await h.run(() => h.api.createOrder({ body: { note: 'é€', qty: '1' } }))
  const [sent] = h.sent
  const timestamp = sent?.headers['x-truex-timestamp'] ?? ''
  expect(sent?.body).toBe('{"note":"é€","qty":"1"}')
  const text = `POST\n/v1/cefi/orders\n${timestamp}\n${sent?.body}`
  expect(sent?.headers['x-truex-signature']).toBe(createHmac('sha256', SECRET).update(text).digest('base64'))
  expect(timestamp).toBe(String(Date.parse('2026-11-20T12:00:00Z') / 1000))
})

test('an encoded path parameter is signed as it is sent', async () => {
  const h = harness([answer(200)])
  await h.run(() => h.api.getOrder({ path: { id: 'a b/ü:1' } }))
  const [sent] = h.sent
  expect(sent?.url).toBe(`${BASE}/orders/a%20b%2F%C3%BC%3A1`)
  const text = `GET\n${new URL(sent?.url ?? '').pathname}\n${sent?.headers['x-truex-timestamp']}\n`
  expect(sent?.headers['x-truex-signature']).toBe(createHmac('sha256', SECRET).update(text).digest('base64'))
})

test('every attempt is signed with its own time', async () => {
  const h = harness([answer(503, {}, { 'retry-after': '2' }), answer(200)])
  await h.run(() => h.api.getOrder({ path: { id: '7' } }))
  const [first, second] = h.sent.map(({ headers }) => headers)
  expect(Number(second?.['x-truex-timestamp']) - Number(first?.['x-truex-timestamp'])).toBe(2)
  expect(second?.['x-truex-signature']).not.toBe(first?.['x-truex-signature'])
})

describe('what every request carries', () => {
  test('a User-Agent of ours, or the one given', async () => {
    const h = harness([answer(200)])
    await h.run(() => h.api.getHealth())
    expect(h.sent[0]?.headers['user-agent']).toMatch(/^truemarkets-ts\/\d+\.\d+\.\d+$/)
    const own = harness([answer(200)], { userAgent: 'desk/1' })
    await own.run(() => own.api.getHealth())
    expect(own.sent[0]?.headers['user-agent']).toBe('desk/1')
    await own.run(() => own.api.getHealth({ header: { 'User-Agent': 'desk/2' } }))
    await own.run(() => own.api.getHealth({}, { headers: { 'User-Agent': 'desk/3' } }))
    expect(own.sent.slice(1).map(({ headers }) => headers['user-agent'])).toEqual(['desk/2', 'desk/3'])
  })

  test('a Content-Type exactly when there is a body', async () => {
    const h = harness([answer(200)])
    await h.run(() => h.api.getHealth())
    await h.run(() => h.api.createOrder({ body: {} }))
    await h.run(() => h.api.createOrder({ body: {}, header: { 'Content-Type': 'application/merge-patch+json' } }))
    const types = h.sent.map(({ headers }) => headers['content-type'])
    expect(types).toEqual([undefined, 'application/json', 'application/merge-patch+json'])
  })

  test('the Content-Type that the contract has for the operation', async () => {
    const bodyType = 'application/merge-patch+json'
    const table = { ...TABLE, createOrder: { ...TABLE.createOrder, bodyType } }
    const h = harness([answer(200)], { table })
    await h.run(() => h.api.createOrder({ body: {} }))
    const raw = createRaw<Paths>(h.pipeline)
    await h.run(() => raw.POST('/orders', { body: {} }))
    await h.run(() => raw.POST('/orders', { body: {}, headers: { 'Content-Type': 'application/json' } }))
    expect(h.sent.map(({ headers }) => headers['content-type'])).toEqual([bodyType, bodyType, 'application/json'])
  })

  test('no credentials on an operation that needs none, unless asked for', async () => {
    const h = harness([answer(200)])
    await h.run(() => h.api.getHealth())
    expect(h.sent[0]?.headers).not.toHaveProperty('x-truex-signature')
    const always = harness([answer(200)], { authenticatePublic: true })
    await always.run(() => always.api.getHealth())
    expect(always.sent[0]?.headers).toHaveProperty('x-truex-signature')
  })
})

test.each(['line\r\nx-injected: 1', 'nul\u0000', 'snow ☃'])(
  'the header value %j is refused without being quoted',
  async (value) => {
    for (const call of [{ headers: { 'X-Mine': value } }, {}]) {
      const h = harness([answer(200)])
      const error = await h.fail(() => h.api.createOrder({ body: {}, header: { 'X-Other': value } }, call))
      expect(error).toMatchObject({ code: 'request_invalid', attempts: 0 })
      expect(JSON.stringify(error)).not.toContain(value)
      expect(h.sent).toHaveLength(0)
    }
  },
)

test.each([
  ['Transfer-Encoding', 'chunked'],
  ['content-length', '3'],
  ['Connection', 'x'],
  ['keep-alive', 'timeout=5'],
  ['expect', '100-continue'],
  ['upgrade', 'h2c'],
])('the header %s, which is for the connection, is refused before fetch refuses or obeys it', async (name, value) => {
  for (const call of [{ headers: { [name]: value } }, {}]) {
    const h = harness([answer(200)])
    const error = await h.fail(() => h.api.createOrder({ body: {}, header: { [name]: value } }, call))
    expect(error).toMatchObject({ code: 'request_invalid', attempts: 0 })
    expect(h.sent).toHaveLength(0)
  }
})

test('an operation that needs credentials is refused before sending when there are none', async () => {
  const h = harness([answer(200)], { authorizer: undefined })
  expect(await h.fail(() => h.api.getOrder({ path: { id: '7' } }))).toMatchObject({
    code: 'credential_missing',
    attempts: 0,
  })
  expect(h.sent).toHaveLength(0)
})

test('a request to another origin is refused, so that credentials cannot leave theirs', async () => {
  const h = harness([answer(200)])
  for (const url of [
    'https://evil.example.test/v1/cefi/orders',
    'https://api.example.test:8443/v1/cefi/orders',
    'http://api.example.test/x',
  ]) {
    expect(await h.fail(() => h.pipeline.fetch(url))).toMatchObject({ code: 'origin_refused' })
  }
  expect(h.sent).toHaveLength(0)
})

test.each([
  'http://api.example.test/v1',
  'ftp://api.example.test',
  '/v1/gateway',
  'https://user:pass@api.example.test',
  'https://:pass@api.example.test',
  'https://api.example.test/?a=1',
  'wss://api.example.test/v1',
  'ws://127.0.0.1:4010/v1',
])('the base URL %s is refused', (baseUrl) => {
  expect(() => createPipeline({ baseUrl, operations: {} })).toThrow(ConfigurationError)
})

test.each(['http://127.0.0.1:4010/v1', 'http://localhost:1/v1/', 'http://[::1]:8080', 'https://api.example.test/v1'])(
  'the base URL %s is accepted',
  (baseUrl) => {
    expect(createPipeline({ baseUrl, operations: {} }).baseUrl).toBe(baseUrl.replace(/\/$/, ''))
  },
)

describe('the pipeline as a plain fetch', () => {
  test('signs a known operation, found by method and path', async () => {
    const h = harness([answer(200, { id: '7' })])
    const response = await h.run(() => h.pipeline.fetch(`${BASE}/orders/7`))
    expect(await response.json()).toEqual({ id: '7' })
    expect(h.sent[0]?.headers).toHaveProperty('x-truex-signature')
    expect(h.events[0]).toMatchObject({ type: 'request', operation: 'getOrder', path: '/orders/{id}' })
  })

  test('finds a literal path before one with a parameter', async () => {
    const h = harness([answer(200, { data: [] })])
    await h.run(() => h.pipeline.fetch(`${BASE}/orders/list?size=1`))
    expect(h.events[0]).toMatchObject({ operation: 'listOrders' })
  })

  test('takes a Request with its body', async () => {
    const h = harness([answer(200)])
    await h.run(() => h.pipeline.fetch(new Request(`${BASE}/orders`, { method: 'POST', body: '{"a":1}' })))
    expect(h.sent[0]).toMatchObject({ method: 'POST', body: '{"a":1}' })
  })

  test('keeps what a LightRequest tells of the call, also where its init changes the rest', async () => {
    const h = harness([answer(200)])
    const request = new LightRequest(`${BASE}/orders/7`, { call: { headers: { 'x-note': 'kept' } } })
    await h.run(() => h.pipeline.fetch(request, { headers: { 'x-other': 'added' } }))
    expect(h.sent[0]?.headers).toMatchObject({ 'x-note': 'kept', 'x-other': 'added' })
  })

  test('returns refusals as responses', async () => {
    const h = harness([answer(404, { message: 'no' })])
    const response = await h.run(() => h.pipeline.fetch(`${BASE}/orders/7`))
    expect([response.ok, response.status, await response.text()]).toEqual([false, 404, '{"message":"no"}'])
  })

  test.each([
    [999, ''],
    [200, 'odd \u0001 phrase'],
  ])('returns a response that the runtime would not make: %i %j', async (status, statusText) => {
    const odd = Object.defineProperties(new Response('{}'), {
      status: { value: status },
      statusText: { value: statusText },
    })
    const h = harness([() => odd])
    const response = await h.run(() => h.pipeline.fetch(`${BASE}/health`))
    expect([response.status, await response.text()]).toEqual([status, '{}'])
  })

  test('sends a write outside the table once', async () => {
    const h = harness([answer(503)])
    const response = await h.run(() => h.pipeline.fetch(`${BASE}/unknown`, { method: 'POST', body: '{}' }))
    expect([response.status, h.sent.length]).toEqual([503, 1])
  })

  test('leaves no doubt about a refused write whose reason is not JSON', async () => {
    const h = harness([answer(404, '<html></html>')])
    const response = await h.run(() => h.pipeline.fetch(`${BASE}/orders`, { method: 'POST', body: '{}' }))
    await expect(response.json()).rejects.toMatchObject({ code: 'response_undecodable', status: 404 })
  })

  test.each([
    ['a pair', [['x-note', 'planted\nsecret']]],
    ['a pair of a name that is none', [['x note', 'planted secret']]],
    ['half a pair', [['planted secret']]],
  ])('refuses a header that cannot be sent, given as %s, without its value', async (_, headers) => {
    const h = harness([answer(200)])
    const error = await h.fail(() => h.pipeline.fetch(`${BASE}/health`, { headers: headers as [string, string][] }))
    expect(error).toMatchObject({ code: 'request_invalid' })
    expect(inspect(error)).not.toContain('planted')
    expect(h.sent).toHaveLength(0)
  })

  test('gives a response that can be read in every way, more than once', async () => {
    const h = harness([answer(200, { a: 'é' })])
    const response = await h.run(() => h.pipeline.fetch(`${BASE}/health`))
    expect(await response.text()).toBe('{"a":"é"}')
    expect(await response.clone().json()).toEqual({ a: 'é' })
    expect(Buffer.from(await response.arrayBuffer()).toString()).toBe('{"a":"é"}')
    expect(await new Response(response.body).text()).toBe('{"a":"é"}')
    expect(await (await response.blob()).text()).toBe('{"a":"é"}')
    // In no type library of the oldest TypeScript.
    const { bytes } = response as unknown as { readonly bytes: () => Promise<Uint8Array> }
    expect(new TextDecoder().decode(await bytes())).toBe('{"a":"é"}')
    expect(response.url).toBe(`${BASE}/health`)
  })
})
