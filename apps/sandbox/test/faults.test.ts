import { describe, expect, it } from 'vitest'
import { call, type Json, personalSession, withSandbox } from './support/session.ts'

const TRANSFER = {
  asset_id: 'b3d9e5f2-1a4c-4e7b-9f0d-2c8a6b3e5f91',
  qty: '1',
  qty_unit: 'base',
  to: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045',
}

describe('a fault asked for by header', () => {
  it.each([
    ['drop', 'fetch failed'],
    ['reset', 'fetch failed'],
    ['truncate', 'terminated'],
  ])('%s loses the answer', (kind, message) =>
    withSandbox(async (sandbox) => {
      const lost = fetch(`${sandbox.urls.gateway}/assets`, { headers: { 'X-Sandbox-Fault': kind } }).then((response) =>
        response.text(),
      )
      await expect(lost).rejects.toThrow(message)
      expect((await call('GET', `${sandbox.urls.gateway}/assets`)).status).toBe(200)
    }),
  )

  it.each([
    ['status=503', 503, 'application/json'],
    ['status=500', 500, 'application/json'],
    ['rate-limit=7', 429, 'application/json'],
    ['html', 200, 'text/html'],
    ['html=403', 403, 'text/html'],
    ['empty', 200, null],
    ['invalid-json', 200, 'application/json'],
    ['redirect', 302, null],
  ])('%s answers %i of type %s', (fault, status, type) =>
    withSandbox(async (sandbox) => {
      const response = await fetch(`${sandbox.urls.gateway}/assets`, {
        headers: { 'X-Sandbox-Fault': fault },
        redirect: 'manual',
      })
      await response.text()
      expect([response.status, response.headers.get('content-type')]).toStrictEqual([status, type])
    }),
  )

  it('armed for one method leaves the others alone', () =>
    withSandbox(async (sandbox) => {
      sandbox.faults.add({ kind: 'status', path: '/v1/gateway', method: 'POST' })
      expect((await call('GET', `${sandbox.urls.gateway}/assets`)).status).toBe(200)
      const quote = { base_asset: 'BTC', quote_asset: 'USD', qty: '0.5', qty_unit: 'base', side: 'sell' }
      expect((await call('POST', `${sandbox.urls.gateway}/quotes`, { body: quote })).status).toBe(503)
    }))

  it('delay answers late', () =>
    withSandbox(async (sandbox) => {
      const started = performance.now()
      await call('GET', `${sandbox.urls.gateway}/assets`, { headers: { 'X-Sandbox-Fault': 'delay=120' } })
      expect(performance.now() - started).toBeGreaterThan(110)
    }))

  it.each([3600, -3600])('clock-offset=%i dates the answer wrongly and moves nothing else', (seconds) =>
    withSandbox(async (sandbox) => {
      const { headers } = await call('GET', `${sandbox.urls.gateway}/assets`, {
        headers: { 'X-Sandbox-Fault': `clock-offset=${seconds}` },
      })
      const ahead = Date.parse(headers.get('date') ?? '') - sandbox.clock.now()
      expect(Math.abs(ahead - seconds * 1_000)).toBeLessThan(10_000)
    }),
  )

  it('strikes after the work is done, unless it is told to strike before', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const transfers = async () => ((await session.send('GET', '/transfers')).body['data'] as Json[]).length
      sandbox.faults.add({ kind: 'status', value: 503, method: 'POST' })
      expect((await session.send('POST', '/transfers', TRANSFER)).status).toBe(503)
      expect(await transfers()).toBe(1)
      sandbox.faults.add({ kind: 'status', value: 503, method: 'POST', when: 'before' })
      expect((await session.send('POST', '/transfers', TRANSFER)).status).toBe(503)
      expect(await transfers()).toBe(1)
    }))

  it('is refused when it is misspelt', () =>
    withSandbox(async (sandbox) => {
      const reply = await call('GET', `${sandbox.urls.gateway}/assets`, { headers: { 'X-Sandbox-Fault': 'dealy=5' } })
      expect(reply.status).toBe(400)
    }))
})

describe('an error that a fault asks for', () => {
  it('has the shape of the API that was called, in its version', () =>
    withSandbox(async (sandbox) => {
      const instruments = (version: string) =>
        call('GET', `${sandbox.urls.cefiRest}/instruments`, {
          headers: { 'X-Sandbox-Fault': 'status=503', 'X-Truex-Version': version },
        })
      expect((await instruments('v2026_01_23')).body).toMatchObject({ error: { status: 503, type: 'about:blank' } })
      expect((await instruments('v2024_01_01')).body).toMatchObject({ status: 503, type: 'about:blank' })
      const gateway = await call('GET', `${sandbox.urls.gateway}/assets`, {
        headers: { 'X-Sandbox-Fault': 'status=503' },
      })
      expect(gateway.body).toMatchObject({ type: 'unavailable', message: 'fault on request' })
    }))

  it.each([
    [404, 'not_found'],
    [409, 'already_exists'],
    [502, 'unavailable'],
  ])('with status %i has the type that goes with it, %s', (status, type) =>
    withSandbox(async (sandbox) => {
      const headers = { 'X-Sandbox-Fault': `status=${status}` }
      expect((await call('GET', `${sandbox.urls.gateway}/assets`, { headers })).body).toMatchObject({ type })
    }),
  )

  it('for a good signature is a 401, and nothing was done', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      sandbox.faults.add({ kind: 'reject-signature', method: 'POST' })
      const refused = await session.send('POST', '/transfers', TRANSFER)
      expect([refused.status, refused.body['message']]).toStrictEqual([401, 'invalid signature'])
      expect((await session.send('GET', '/transfers')).body['data']).toStrictEqual([])
    }))

  it('stands alone: it keeps no header of the answer that it took the place of', () =>
    withSandbox(async (sandbox) => {
      sandbox.rateLimit.configure({ limit: 100, windowMs: 60_000 })
      const read = (headers: Record<string, string>) => call('GET', `${sandbox.urls.gateway}/assets`, { headers })
      expect((await read({})).headers.get('x-ratelimit-remaining')).toBe('99')
      expect((await read({ 'X-Sandbox-Fault': 'status=500' })).headers.get('x-ratelimit-remaining')).toBeNull()
    }))

  it('leaves the handles alone, so that it can be cleared', () =>
    withSandbox(async (sandbox) => {
      sandbox.faults.add({ kind: 'drop', times: Number.POSITIVE_INFINITY })
      expect((await call('DELETE', `${sandbox.url}/sandbox/faults`)).status).toBe(200)
      expect((await call('GET', `${sandbox.urls.gateway}/assets`)).status).toBe(200)
    }))

  it.each(['status=200', 'delay=700000', 'redirect=404'])(
    'is refused as %s, of which no answer could be made',
    (fault) =>
      withSandbox(async (sandbox) => {
        const { status } = await call('GET', `${sandbox.urls.gateway}/assets`, {
          headers: { 'X-Sandbox-Fault': fault },
        })
        expect(status).toBe(400)
      }),
  )

  it('can be an answer in the other envelope', () =>
    withSandbox(async (sandbox) => {
      const { body } = await call('GET', `${sandbox.urls.gateway}/assets`, {
        headers: { 'X-Sandbox-Fault': 'wrong-envelope' },
      })
      expect(Array.isArray(body)).toBe(true)
    }))
})

describe('a scripted fault', () => {
  it('is refused in the program, as it is over HTTP, when no answer could be made of it', () =>
    withSandbox((sandbox) => {
      expect(() => sandbox.faults.add({ kind: 'status', value: 99 })).toThrow('whole number from 400 to 599, not 99')
      expect(() => sandbox.faults.add({ kind: 'drop', times: 0 })).toThrow('at least once, not 0 times')
      expect(() => sandbox.faults.add({ kind: 'drop', path: sandbox.urls.gateway })).toThrow('begins with a slash, not')
      expect(() => sandbox.faults.add({ kind: 'ws-gap', path: '/api/v1' })).toThrow('INSTRUMENT, EBBO, DEPTH')
      expect(() => sandbox.faults.add({ kind: 'ws-gap', method: 'GET' })).toThrow('has no method')
      expect(sandbox.faults.list()).toStrictEqual([])
      return Promise.resolve()
    }))

  it('strikes its path as often as it was told, then all is well', () =>
    withSandbox(async (sandbox) => {
      const rule = { kind: 'status', value: 500, path: '/v1/gateway/assets', times: 2 }
      expect((await call('POST', `${sandbox.url}/sandbox/faults`, { body: rule })).status).toBe(201)
      const statuses: number[] = []
      for (const path of ['/quotes', '/assets', '/assets', '/assets']) {
        statuses.push((await call('GET', sandbox.urls.gateway + path)).status)
      }
      expect(statuses).toStrictEqual([404, 500, 500, 200])
    }))

  it('strikes its method however that is written', () =>
    withSandbox(async (sandbox) => {
      sandbox.faults.add({ kind: 'status', method: 'get' })
      expect((await call('GET', `${sandbox.urls.gateway}/assets`)).status).toBe(503)
    }))

  it('until cleared is armed with null, shown, and cleared', () =>
    withSandbox(async (sandbox) => {
      const faults = `${sandbox.url}/sandbox/faults`
      await call('POST', faults, { body: { kind: 'status', path: '/v1', times: null } })
      for (let count = 0; count < 5; count += 1) {
        expect((await call('GET', `${sandbox.urls.gateway}/assets`)).status).toBe(503)
      }
      expect((await call('GET', faults)).body['faults']).toHaveLength(1)
      await call('DELETE', faults)
      expect((await call('GET', `${sandbox.urls.gateway}/assets`)).status).toBe(200)
    }))

  it('of one kind is cleared without the others', () =>
    withSandbox(async (sandbox) => {
      sandbox.faults.add({ kind: 'drop', path: '/nowhere' })
      sandbox.faults.add({ kind: 'reset', path: '/nowhere' })
      const { body } = await call('DELETE', `${sandbox.url}/sandbox/faults/drop`)
      expect((body['faults'] as Json[]).map(({ kind }) => kind)).toStrictEqual(['reset'])
      expect((await call('DELETE', `${sandbox.url}/sandbox/faults/flood`)).status).toBe(400)
    }))

  it('of an unknown kind is refused', () =>
    withSandbox(async (sandbox) => {
      const faults = `${sandbox.url}/sandbox/faults`
      for (const rule of [{ kind: 'fire' }, { kind: 'drop', path: 5 }, { kind: 'drop', method: 5 }]) {
        expect((await call('POST', faults, { body: rule })).status).toBe(400)
      }
      // A rule that says less than was meant would strike where it was not meant to.
      const misspelt = await call('POST', faults, { body: { kind: 'drop', paths: '/v1/auth' } })
      expect([misspelt.status, misspelt.body['message']]).toStrictEqual([
        400,
        'paths is unknown; there are kind, path, method, value, times, when',
      ])
      expect((await call('GET', faults)).body['faults']).toStrictEqual([])
    }))
})

describe('the rate limit', () => {
  it.each([{ limit: 'ten' }, { limit: -1 }, { limit: 5, window_ms: 0 }, { limit: 5, window: 60 }])(
    'is refused as %j',
    (limit) =>
      withSandbox(async (sandbox) => {
        expect((await call('POST', `${sandbox.url}/sandbox/rate-limit`, { body: limit })).status).toBe(400)
        expect(sandbox.rateLimit.options.limit).toBe(Number.POSITIVE_INFINITY)
      }),
  )
})

describe('the clock', () => {
  it('is set, advanced and put back over HTTP', () =>
    withSandbox(async (sandbox) => {
      const clock = (body: Json) => call('POST', `${sandbox.url}/sandbox/clock`, { body })
      expect((await clock({ set: '2026-08-04T23:59:00Z' })).body['now']).toMatch(/^2026-08-04T23:59:00/)
      expect((await clock({ advance_ms: 120_000 })).body['now']).toMatch(/^2026-08-05T00:01:0/)
      expect(Math.abs(sandbox.clock.now() - Date.now())).toBeGreaterThan(1000)
      await clock({ reset: true })
      expect(Math.abs(sandbox.clock.now() - Date.now())).toBeLessThan(1000)
      await clock({ hold: true })
      const held = sandbox.clock.now()
      await clock({ advance_ms: -1_000 })
      const { body } = await clock({ advance_ms: 0 })
      expect([sandbox.clock.now(), body['now']]).toEqual([held - 1_000, new Date(held - 1_000).toISOString()])
      await clock({ reset: true })
      expect(sandbox.clock.now()).toBeGreaterThanOrEqual(held)
      expect((await clock({})).status).toBe(400)
    }))
})

describe('what would be passed over in silence', () => {
  it.each([
    ['a day that nobody knows', { set: 'noon' }, /^set must be an instant such as 2026-/],
    [
      'a time that differs from machine to machine',
      { set: '2026-08-05T00:00:00' },
      /^set must be an instant such as 2026-/,
    ],
    ['two moves at once', { set: '2026-08-05T00:00:00Z', hold: true }, /^Send one of /],
  ])('is refused to the clock: %s', (_, body, words) =>
    withSandbox(async (sandbox) => {
      const reply = await call('POST', `${sandbox.url}/sandbox/clock`, { body })
      expect([reply.status, reply.body['message']]).toStrictEqual([400, expect.stringMatching(words)])
      expect(Math.abs(sandbox.clock.now() - Date.now())).toBeLessThan(1000)
    }),
  )
})

describe('the status page', () => {
  it.each(['/', '/sandbox/page.css', '/sandbox/page.js'])('may ask for nothing from elsewhere: %s', (path) =>
    withSandbox(async (sandbox) => {
      const response = await fetch(sandbox.url + path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'self';/)
      expect(await response.text()).not.toMatch(/(?:src|href)="(?!\/sandbox\/|data:)|@import ["u]|url\(/)
    }),
  )

  it('shows books, open orders, requests, faults and the sandbox’s own failures', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', {
        base_asset: 'BTC',
        quote_asset: 'USD',
        qty: '0.001',
        qty_unit: 'base',
        type: 'limit',
        side: 'buy',
        price: '110000',
      })
      await session.orderWhen(String(body['order_id']), 'active')
      sandbox.faults.add({ kind: 'delay', path: '/nowhere' })
      const state = (await call('GET', `${sandbox.url}/sandbox/state`)).body
      expect(state).toMatchObject({ internal_errors: 0, contract_violations: 0, web_sockets: [] })
      expect((state['orders'] as Json[])[0]).toMatchObject({ symbol: 'BTC-PYUSD', status: 'ACTIVE', price: '110000' })
      expect((state['books'] as Json[]).map((book) => book['symbol'])).toContain('BTC-PYUSD')
      expect((state['faults'] as Json[])[0]).toMatchObject({ kind: 'delay', remaining: 1 })
      expect((state['requests'] as Json[]).at(-1)).toMatchObject({ method: 'POST', path: '/v1/auth/api-key/token' })
    }))
})
