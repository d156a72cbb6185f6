import { describe, expect, it } from 'vitest'
import { guard, type Limits, refuseForeign } from '../src/target/guard.ts'

const limits: Limits = { notional: 500, entries: 2, perSecond: 5 }
const host = 'https://uat.example'

function guarded(options: { stopped?: boolean; entries?: number | null } = {}) {
  const sent: string[] = []
  const redirects: (string | undefined)[] = []
  const waits: number[] = []
  const fetch = guard(
    async (input, init) => {
      sent.push(input instanceof Request ? input.url : input.toString())
      redirects.push(init?.redirect)
      return new Response('{}')
    },
    [host],
    { ...limits, entries: options.entries === undefined ? limits.entries : options.entries },
    { now: () => 0, wait: async (ms) => void waits.push(ms), isStopped: () => options.stopped ?? false },
  )
  const post = (path: string, body: unknown, method = 'POST') =>
    fetch(`${host}${path}`, { method, body: JSON.stringify(body) })
  return { fetch, post, sent, waits, redirects }
}

describe('the guard of a live target', () => {
  for (const url of [
    'https://api.example/v1/orders',
    'http://uat.example/v1/orders',
    'https://uat.example.evil/v1',
    'https://uat.example:8443/v1',
    'https://uat.example@evil.example/v1',
  ]) {
    it(`sends nothing to ${url}`, async () => {
      const { fetch, sent } = guarded()
      await expect(fetch(url)).rejects.toThrow('is not an address of this target')
      expect(sent).toEqual([])
    })
  }

  it('opens no socket elsewhere either', () => {
    expect(() => refuseForeign('wss://prod.example/api/v1', ['wss://uat.example'])).toThrow('wss://prod.example')
    expect(() => refuseForeign('wss://uat.example/api/v1', ['wss://uat.example'])).not.toThrow()
  })

  it('follows no redirect, whoever asks', async () => {
    const { fetch, redirects } = guarded()
    await fetch(`${host}/v1/cefi/clients`, { redirect: 'follow' })
    expect(redirects).toEqual(['manual'])
  })

  const tooLarge: [string, string, unknown][] = [
    ['a CeFi order', '/v1/cefi/orders', { info: { qty: '0.01', price: '60000' } }],
    ['a CeFi market order, taken at a high price', '/v1/cefi/orders', { info: { qty: '0.003' } }],
    ['a gateway order in quote units', '/v1/gateway/orders', { qty: '501', qty_unit: 'quote' }],
    ['a transfer, whose amount may be of any asset', '/v1/cefi/transfers', { request: { amount: '1' } }],
    ['an order on the older singular path', '/api/v1/order', { info: { qty: '1' } }],
    ['an amount below zero', '/v1/cefi/orders', { info: { qty: '-1', price: '60000' } }],
    ['an amount that is no number', '/v1/cefi/orders', { info: { qty: 'a lot' } }],
    ['a body that is not an object', '/v1/cefi/orders', ['0.001']],
  ]
  for (const [what, path, body] of tooLarge) {
    it(`refuses ${what} above the cap`, async () => {
      const { post, sent } = guarded()
      await expect(post(path, body)).rejects.toThrow('may be worth 500')
      expect(sent).toEqual([])
    })
  }

  it('refuses a modification above the cap', async () => {
    await expect(
      guarded().post('/v1/cefi/orders', { info: { new_qty: '1', new_price: '501' } }, 'PATCH'),
    ).rejects.toThrow('501')
  })

  it('refuses an order whose client-assigned id does not say that it is ours', async () => {
    const { post, sent } = guarded()
    const order = { external_id: '2adc09dd-d49f-41da-b3b8-30d01bb350fe', info: { qty: '0.001', price: '60000' } }
    await expect(post('/v1/cefi/orders', order)).rejects.toThrow('must begin with tmc-')
    expect(sent).toEqual([])
  })

  it('counts entries over the whole run, and lets cancellations pass', async () => {
    const { post, fetch, sent } = guarded()
    const small = { info: { qty: '0.001', price: '60000' } }
    await post('/v1/cefi/orders', small)
    await post('/v1/gateway/orders/1/execute', {})
    await expect(post('/v1/cefi/orders', small)).rejects.toThrow('entry 3')
    await fetch(`${host}/v1/cefi/orders/1`, { method: 'DELETE' })
    await post('/v1/gateway/orders/1/cancel', {})
    await post('/v1/gateway/orders/1/cancel/execute', {})
    expect(sent).toHaveLength(5)
  })

  it('counts no computed price and no token as an entry', async () => {
    const { post, sent } = guarded({ stopped: true })
    for (const path of ['/v1/gateway/quotes', '/v1/cefi/markets/quote', '/v1/auth/api-key/token']) await post(path, {})
    expect(sent).toHaveLength(3)
  })

  it('lets nothing pass but reads where a target is only read', async () => {
    const { post, fetch, sent } = guarded({ entries: null })
    await fetch(`${host}/v1/cefi/orders/active`)
    await post('/v1/gateway/quotes', {})
    for (const [path, method] of [
      ['/v1/cefi/orders', 'POST'],
      ['/v1/cefi/orders', 'PATCH'],
      ['/v1/cefi/orders/1', 'DELETE'],
      ['/v1/gateway/orders/1/cancel', 'POST'],
      ['/v1/cefi/clients', 'PATCH'],
      ['/v1/gateway/something-new', 'PUT'],
    ] as const) {
      await expect(post(path, {}, method)).rejects.toThrow('this target is only read')
    }
    expect(sent).toHaveLength(2)
  })

  it('enters nothing once the kill file is there, but still reads and cancels', async () => {
    const { post, fetch } = guarded({ stopped: true })
    await expect(post('/v1/cefi/orders', {})).rejects.toThrow('kill file')
    await expect(fetch(`${host}/v1/cefi/orders/active`)).resolves.toBeInstanceOf(Response)
    await expect(fetch(`${host}/v1/cefi/orders/1`, { method: 'DELETE' })).resolves.toBeInstanceOf(Response)
  })

  it('spreads what comes too fast', async () => {
    const { fetch, waits } = guarded()
    for (let count = 0; count < 3; count += 1) await fetch(`${host}/v1/cefi/clients`)
    expect(waits).toEqual([200, 400])
  })
})
