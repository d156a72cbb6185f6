import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../src/index.ts'
import { callCefi } from './cefi-caller.ts'
import { assertClean, startCefiSandbox } from './cefi-sandbox.ts'
import { connectionsAllowed } from './support/open-files.ts'
import { accessToken, call, exchangeKey, GatewaySession, withSandbox } from './support/session.ts'

// What an adversary, or a broken client, may send: no answer is a 500, and the next request is served as if nothing had been.

const HOST = 'Host: sandbox\r\nConnection: close\r\n'
const JSON_TYPE = 'Content-Type: application/json\r\n'

/** Sends bytes, and waits for the server to close the connection. */
function sendRaw(sandbox: Sandbox, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let received = ''
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1', () => socket.write(bytes, 'latin1'))
    socket.on('data', (data) => {
      received += data.toString('latin1')
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(received))
  })
}

const get = (target: string, headers = '') => `GET ${target} HTTP/1.1\r\n${HOST}${headers}\r\n`
const post = (target: string, headers: string, body: string) =>
  `POST ${target} HTTP/1.1\r\n${HOST}${headers}\r\n${body}`

const REFUSED: readonly (readonly [name: string, bytes: string, status: number])[] = [
  ['a line that is no request', 'hello\r\n\r\n', 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['no host', 'GET /v1/gateway/assets HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['a host that no URL can have', 'GET /v1/gateway/assets HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n', 400],
  ['a method of another protocol', `PROPFIND /v1/gateway/assets HTTP/1.1\r\n${HOST}\r\n`, 404],
  ['TRACE', `TRACE /v1/gateway/assets HTTP/1.1\r\n${HOST}\r\n`, 404],
  ['two lengths', post('/v1/gateway/quotes', 'Content-Length: 2\r\nContent-Length: 3\r\n', '{}'), 400],
  [
    'a length and chunks, as smugglers send them',
    post('/v1/gateway/quotes', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
    400,
  ],
  ['a chunk without a size', post('/v1/gateway/quotes', 'Transfer-Encoding: chunked\r\n', 'ZZ\r\n{}\r\n'), 400],
  ['a negative length', post('/v1/gateway/quotes', 'Content-Length: -1\r\n', ''), 400],
  ['a zero byte in a header', get('/v1/gateway/assets', 'X-Odd: a\0b\r\n'), 400],
  ['headers without end', get('/v1/gateway/assets', `X-Odd: ${'a'.repeat(70_000)}\r\n`), 431],
  ['a header in no encoding', get('/v1/cefi/health', 'X-Truex-Version: \xFF\xFE\r\n'), 400],
  ['two versions', get('/v1/cefi/health', 'X-Truex-Version: v2026_01_23\r\nX-Truex-Version: v2024_01_01\r\n'), 400],
  ['a path without end', get(`/v1/gateway/${'a'.repeat(12_000)}`), 404],
  ['a path that climbs', get('/v1/gateway/../cefi/health'), 404],
  ['a path that climbs in disguise', get('/v1/gateway/%2e%2e/%2e%2e/sandbox/state'), 404],
  ['an escape that is none', get('/v1/gateway/orders/%E0%A4%A/status'), 401],
  ['a query of escapes that are none', get('/v1/gateway/assets?limit=%ZZ&cursor=%E0%A4%A'), 400],
  [
    'a body that is not UTF-8',
    post('/v1/gateway/quotes', `${JSON_TYPE}Content-Length: 6\r\n`, '{"\xFF":1}'.slice(0, 6)),
    400,
  ],
  [
    'a body that claims to be packed',
    post('/v1/gateway/quotes', `${JSON_TYPE}Content-Encoding: gzip\r\nContent-Length: 2\r\n`, '\x1F\x8B'),
    400,
  ],
  ['JSON ten thousand lists deep', deep(), 400],
]

function deep(): string {
  const body = '['.repeat(10_000) + ']'.repeat(10_000)
  return post('/v1/gateway/quotes', `${JSON_TYPE}Content-Length: ${body.length}\r\n`, body)
}

describe('a request with', () => {
  it.each(REFUSED)('%s is refused in words, and hurts nobody', (_name, bytes, status) =>
    withSandbox(async (sandbox) => {
      const answer = await sendRaw(sandbox, bytes)
      expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`)
      expect(answer).toMatch(/"(?:message|detail)":"[^"]/)
      expect((await fetch(`${sandbox.urls.cefiRest}/health`)).status).toBe(200)
    }),
  )

  it.each([
    [
      'the absolute form that proxies are sent (RFC 9112)',
      get('http://elsewhere.invalid/v1/gateway/assets?venue=cefi'),
    ],
    [
      'an offer of HTTP/2, as some clients make with every first request',
      get('/v1/gateway/assets', 'Upgrade: h2c\r\n'),
    ],
    ['members twice, of which JSON keeps the last', quoteTwice()],
    ['a body where none is expected', `${get('/v1/gateway/assets', `${JSON_TYPE}Content-Length: 2\r\n`)}{}`],
  ])('%s is served', (_name, bytes) =>
    withSandbox(async (sandbox) => {
      expect(await sendRaw(sandbox, bytes)).toMatch(/^HTTP\/1.1 200 OK\r\n/)
    }),
  )
})

function quote(): string {
  return '{"base_asset":"BTC","quote_asset":"USD","side":"buy","qty":"100","qty_unit":"quote"          }'
}

function quoteTwice(): string {
  const body = `{"qty":"-1",${quote().slice(1)}`
  return post('/v1/gateway/quotes', `${JSON_TYPE}Content-Length: ${body.length}\r\n`, body)
}

describe('clients who do not let go', () => {
  it('and send a byte now and then, keep nobody else from being served, and end with the sandbox', async () => {
    const sandbox = await startSandbox()
    const sockets: Socket[] = []
    const heads = ['GET /v1/gat', `POST /v1/gateway/quotes HTTP/1.1\r\n${HOST}Content-Length: 1000\r\n\r\n{`]
    const wanted = connectionsAllowed(300)
    for (let count = 0; count < wanted; count += 1) {
      const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1')
      socket.on('error', () => {})
      socket.write(heads[count % 2] ?? '')
      sockets.push(socket)
    }
    try {
      for (let round = 0; round < 5; round += 1) {
        for (const socket of sockets) socket.write('e')
        expect((await fetch(`${sandbox.urls.cefiRest}/health`)).status).toBe(200)
      }
    } finally {
      await sandbox.close()
      for (const socket of sockets) socket.destroy()
    }
    expect(sandbox.log.internalErrors).toBe(0)
  })

  it('and close their side once they have asked, are answered all the same', () =>
    withSandbox(async (sandbox) => {
      const socket = connect({ port: Number(new URL(sandbox.url).port), host: '127.0.0.1', allowHalfOpen: true })
      const headers = `Host: sandbox\r\nX-Sandbox-Fault: delay=50\r\n\r\n`
      socket.end(`GET /v1/auth/health HTTP/1.1\r\n${headers}`)
      let received = ''
      for await (const data of socket) received += String(data)
      expect(received).toMatch(/^HTTP\/1\.1 200 /)
    }))

  it('and send more than anybody should, are told so at the end', () =>
    withSandbox(async (sandbox) => {
      const body = `"${'a'.repeat(30_000_000)}"`
      const headers = { 'Content-Type': 'application/json' }
      const response = await fetch(`${sandbox.urls.gateway}/quotes`, { method: 'POST', headers, body })
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('larger than 1048576 bytes')
    }))
})

/** Every one of these is no amount: what is refused must be refused as a bad request, wherever it is sent. */
const NO_AMOUNTS = [
  '-1',
  '-0',
  '0',
  '0.0',
  '1e5',
  '1E-2',
  '+1',
  ' 1',
  '1 ',
  '1,5',
  '0x10',
  'NaN',
  'Infinity',
  '１',
  '1.',
  '1'.repeat(21),
  '1'.repeat(100_000),
  '0.0000000000000000001',
  '',
]

describe('an amount that is none', () => {
  it.each(NO_AMOUNTS.map((text) => [text.length > 30 ? `${text.slice(0, 30)}…` : JSON.stringify(text), text]))(
    'is refused by the gateway and by the exchange: %s',
    async (_name, qty) => {
      const sandbox = await startCefiSandbox()
      const { hmac } = sandbox.context.credentials
      const info = {
        client_id: hmac.clientId,
        instrument_id: '78901949723181070',
        side: 'BUY',
        type: 'LIMIT',
        price: '110000',
      }
      const order = await callCefi(sandbox, 'POST', '/v1/cefi/orders', { body: { info: { ...info, qty } } })
      expect(order.status).toBe(400)
      const request = { base_asset: 'BTC', quote_asset: 'USD', side: 'buy', qty, qty_unit: 'quote' }
      expect((await call('POST', `${sandbox.url}/v1/gateway/quotes`, { body: request })).status).toBe(400)
      assertClean(sandbox)
      await sandbox.close()
    },
  )
})

describe('members named like those of every object', () => {
  it('are data like any other, and change no other client', async () => {
    const sandbox = await startCefiSandbox()
    const text =
      '{"__proto__":{"status":"DISABLED"},"constructor":{"prototype":{"polluted":"yes"}},"mnemonic":"STILL-ME"}'
    const answer = await callCefi(sandbox, 'PATCH', '/v1/cefi/clients', { body: JSON.parse(text) as unknown })
    expect(answer.status).toBe(200)
    const { body } = await callCefi(sandbox, 'GET', '/v1/cefi/clients')
    expect(body).toMatchObject({ data: [{ status: 'ACTIVE', info: { mnemonic: 'STILL-ME' } }] })
    expect('polluted' in {}).toBe(false)
    const { secondHmac } = sandbox.context.credentials
    const others = await callCefi(sandbox, 'GET', '/v1/cefi/clients', { key: secondHmac })
    expect(others.body).toMatchObject({ data: [{ status: 'ACTIVE', info: { mnemonic: 'DEMO2' } }] })
    assertClean(sandbox)
    await sandbox.close()
  })

  it.each(['constructor', '__proto__', 'toString'])('are no operation, order or fault: %s', (name) =>
    withSandbox(async (sandbox) => {
      const token = await accessToken(sandbox, sandbox.credentials.personal.keyFile)
      expect((await call('GET', `${sandbox.urls.gateway}/${name}`, { token })).status).toBe(404)
      expect((await call('GET', `${sandbox.urls.gateway}/orders/${name}`, { token })).status).toBe(404)
      expect((await call('GET', `${sandbox.urls.gateway}/orders?status=${name}`, { token })).status).toBe(400)
      expect((await call('POST', `${sandbox.url}/sandbox/faults`, { body: { kind: name } })).status).toBe(400)
    }),
  )
})

describe('a clock that is set back', () => {
  it('leaves tokens, orders, pages and the rate limit in working order', () =>
    withSandbox(async (sandbox) => {
      sandbox.rateLimit.configure({ limit: 100, windowMs: 60_000 })
      sandbox.clock.advance(86_400_000)
      const session = new GatewaySession(sandbox, await accessToken(sandbox, sandbox.credentials.personal.keyFile))
      const order = {
        base_asset: 'BTC',
        quote_asset: 'USD',
        type: 'market',
        side: 'buy',
        qty: '200',
        qty_unit: 'quote',
      }
      const first = await session.send('POST', '/orders', order)
      sandbox.clock.reset()
      const second = await session.send('POST', '/orders', order)
      for (const { body } of [first, second]) await session.orderWhen(String(body['order_id']), 'complete')
      const seen: unknown[] = []
      for (let cursor = ''; ; ) {
        const { body } = await session.send('GET', `/orders?limit=1${cursor}`)
        seen.push(...(body['data'] as { order_id: string }[]).map(({ order_id }) => order_id))
        const { next_cursor: next } = body['pagination'] as { next_cursor: string | null }
        if (next === null) break
        cursor = `&cursor=${encodeURIComponent(next)}`
      }
      expect(seen).toStrictEqual([second.body['order_id'], first.body['order_id']])
      // The window that began a day ahead does not hold for a day.
      const { headers } = await session.send('GET', '/orders')
      expect(Number(headers.get('x-ratelimit-reset')) - sandbox.clock.seconds()).toBeLessThanOrEqual(61)
    }))
})

describe('the sunset', () => {
  // Shows CeFi REST, R1: the sunset passes
  it('passes in the middle of a session: from that moment on the old version is gone, and the new one is not', async () => {
    const sandbox = await startCefiSandbox({ R1: 'refused' })
    const read = async (version: string) => (await callCefi(sandbox, 'GET', '/v1/cefi/clients', { version })).status
    const legacy = async () => (await callCefi(sandbox, 'GET', '/api/v1/client', { version: 'v2026_01_23' })).status
    const all = async () => [await read('v2026_01_23'), await read('v2024_01_01'), await legacy()]
    sandbox.context.clock.set(Date.parse('2026-08-04T23:59:00Z'))
    expect(await all()).toStrictEqual([200, 200, 200])
    sandbox.context.clock.advance(61_000)
    expect(await all()).toStrictEqual([200, 410, 404])
    sandbox.context.clock.advance(-61_000)
    expect(await all()).toStrictEqual([200, 200, 200])
    assertClean(sandbox)
    await sandbox.close()
  })
})

describe('a restart', () => {
  it('on the same port begins anew: old tokens are worth nothing, and old orders never were', async () => {
    const first = await startSandbox()
    const port = Number(new URL(first.url).port)
    const { keyFile } = first.credentials.personal
    const before = new GatewaySession(first, await accessToken(first, keyFile))
    const order = { base_asset: 'BTC', quote_asset: 'USD', type: 'market', side: 'buy', qty: '200', qty_unit: 'quote' }
    const { body } = await before.send('POST', '/orders', order)
    const { body: pair } = await exchangeKey(first, keyFile)
    await first.close()
    // The client must have seen its connections end before it uses the same address again.
    await sleep(100)
    const second = await startSandbox({ port })
    const refresh = { refresh_token: pair['refresh_token'] }
    expect((await call('POST', `${second.urls.auth}/token/refresh`, { body: refresh })).status).toBe(401)
    const after = new GatewaySession(second, await accessToken(second, keyFile))
    expect((await after.send('GET', `/orders/${String(body['order_id'])}`)).status).toBe(404)
    expect((await after.send('GET', '/orders')).body['data']).toStrictEqual([])
    await second.close()
  })
})

describe('a cancel and a fill that race', () => {
  it('end in one or the other, and never in both', async () => {
    const sandbox = await startCefiSandbox()
    const { hmac: maker, secondHmac: taker } = sandbox.context.credentials
    const info = { instrument_id: '78901949723181070', qty: '0.01' }
    const enter = (key: typeof maker, terms: object) =>
      callCefi(sandbox, 'POST', '/v1/cefi/orders', {
        key,
        body: { info: { ...info, client_id: key.clientId, ...terms } },
      })
    const cancel = (id: string) => callCefi(sandbox, 'DELETE', `/v1/cefi/orders/${id}`)
    const take = () => enter(taker, { side: 'SELL', type: 'LIMIT', tif: 'IOC', price: '110867.5' })
    const ended: string[] = []
    for (let round = 0; round < 25; round += 1) {
      const { body } = await enter(maker, { side: 'BUY', type: 'LIMIT', price: '110867.5' })
      const { id } = (body as { data: { id: string } }).data
      const orderNow = () => sandbox.context.exchange.findOrder([maker.clientId], { by: 'exchange', id })
      const becomes = (...wanted: string[]) =>
        expect.poll(() => wanted.includes(orderNow()?.status ?? ''), { interval: 2 }).toBe(true)
      await becomes('ACTIVE')
      // The cancel well before the fill, the fill well before the cancel, and three ways of both at once.
      const headStart = (round % 5) - 2
      if (headStart === -2) await cancel(id).then(() => becomes('CANCELED'))
      if (headStart === 2) await take().then(() => becomes('FILLED'))
      await Promise.all([
        sleep(Math.max(0, headStart)).then(() => cancel(id)),
        sleep(Math.max(0, -headStart)).then(take),
      ])
      await becomes('CANCELED', 'FILLED')
      const order = orderNow()
      const filled = sandbox.context.exchange.fillsOf(id).reduce((sum, { qty }) => sum + qty, 0n)
      expect(filled).toBe(order?.executedQty)
      expect(order?.hold).toBe(0n)
      expect(order?.status === 'FILLED' ? order.qty : 0n).toBe(filled)
      ended.push(order?.status ?? '')
    }
    expect([...new Set(ended)].toSorted((a, b) => a.localeCompare(b))).toStrictEqual(['CANCELED', 'FILLED'])
    assertClean(sandbox)
    await sandbox.close()
  })
})
