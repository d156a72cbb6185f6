import { describe, expect, it } from 'vitest'
import { guard, type Limits } from '../src/target/guard.ts'

const limits: Limits = { notional: 500, entries: 2, perSecond: 5 }
const host = 'https://uat.example'

function guarded(options: { stopped?: boolean } = {}) {
  const sent: string[] = []
  const waits: number[] = []
  const fetch = guard(
    async (input) => {
      sent.push(input instanceof Request ? input.url : input.toString())
      return new Response('{}')
    },
    ['uat.example'],
    limits,
    { now: () => 0, wait: async (ms) => void waits.push(ms), isStopped: () => options.stopped ?? false },
  )
  const post = (path: string, body: unknown, method = 'POST') =>
    fetch(`${host}${path}`, { method, body: JSON.stringify(body) })
  return { fetch, post, sent, waits }
}

describe('the guard of a live target', () => {
  for (const url of ['https://api.example/v1/orders', 'http://uat.example/v1/orders', 'https://uat.example.evil/v1']) {
    it(`sends nothing to ${url}`, async () => {
      const { fetch, sent } = guarded()
      await expect(fetch(url)).rejects.toThrow('is not a UAT host')
      expect(sent).toEqual([])
    })
  }

  const tooLarge: [string, string, unknown][] = [
    ['a CeFi order', '/v1/cefi/orders', { info: { qty: '0.01', price: '60000' } }],
    ['a CeFi market order, taken at a high price', '/v1/cefi/orders', { info: { qty: '0.003' } }],
    ['a gateway order in quote units', '/v1/gateway/orders', { qty: '501', qty_unit: 'quote' }],
    ['a transfer', '/v1/cefi/transfers', { request: { amount: '501' } }],
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

  it('counts entries over the whole run, and lets cancellations pass', async () => {
    const { post, fetch, sent } = guarded()
    const small = { info: { qty: '0.001', price: '60000' } }
    await post('/v1/cefi/orders', small)
    await post('/v1/gateway/orders/1/execute', {})
    await expect(post('/v1/cefi/orders', small)).rejects.toThrow('entry 3')
    await fetch(`${host}/v1/cefi/orders/1`, { method: 'DELETE' })
    expect(sent).toHaveLength(3)
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
