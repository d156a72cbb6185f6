import { describe, expect, it } from 'vitest'
import { DEMO_TOKEN, RESTING_SELL } from './support/orders.ts'
import {
  type GatewaySession,
  type Json,
  organizationSession,
  payloadsOf,
  personalSession,
  withSandbox,
} from './support/session.ts'

const DEFI_BUY = { asset_id: DEMO_TOKEN, side: 'buy', qty: '5', qty_unit: 'quote', type: 'market' }

describe('Gateway, observed behaviour', () => {
  // Shows Gateway, 10: the answer of a CeFi limit sell
  it('answers the creation of a CeFi limit sell with order_id and status alone', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', RESTING_SELL)
      expect(Object.keys(body)).toStrictEqual(['order_id', 'status'])
      expect(body['order_id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }))

  // Shows Gateway, 6.3: .0001 is taken and echoed as 0.0001
  it('takes an amount without a leading zero and echoes it with one', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', { ...RESTING_SELL, qty: '.0002' })
      const order = await session.send('GET', `/orders/${String(body['order_id'])}`)
      expect(order.body['qty']).toBe('0.0002')
    }))

  // Shows Gateway, 10: created_at with microseconds
  it('prints created_at with microseconds and Z', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', RESTING_SELL)
      const order = await session.send('GET', `/orders/${String(body['order_id'])}`)
      expect(order.body['created_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    }))

  // Shows Gateway, 10: a CeFi withdrawal at creation
  it('begins a CeFi withdrawal with zero amounts and no hash, and has both when it is settled', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/transfers', {
        asset_id: '0b7c1e5a-0000-4000-8000-000000000002',
        qty: '2',
        qty_unit: 'base',
        to: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045',
      })
      expect(body).toMatchObject({ sent: '0', fee: '0', received: '0', tx_hash: '', payloads: [], network: 'ethereum' })
      const done = await session.transferWhen(String(body['id']), 'completed')
      expect(done).toMatchObject({ sent: '2', received: '2' })
      expect(done['tx_hash']).toMatch(/^sandbox-/)
    }))

  // Shows Gateway, 8.5: explorer_url in lists, not in the single read
  it('gives the same order the explorer link in a list and not in a single read', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const id = await executed(session)
      const single = await session.orderWhen(id, 'complete')
      const list = await session.send('GET', '/orders')
      const [listed] = list.body['data'] as Json[]
      expect(single['tx_hash']).toBe(listed?.['tx_hash'])
      expect(single).not.toHaveProperty('explorer_url')
      expect(listed).toHaveProperty('explorer_url')
    }))

  it('sells at the market in either unit on CeFi', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      for (const [qty, unit] of [
        ['0.0009', 'base'],
        ['100', 'quote'],
      ]) {
        const sell = { ...RESTING_SELL, type: 'market', price: undefined, qty, qty_unit: unit }
        const { body } = await session.send('POST', '/orders', sell)
        expect((await session.orderWhen(String(body['order_id']), 'complete'))['executed_qty']).toBe('0.0009')
      }
    }))
})

describe('Gateway, reading the create answer', () => {
  it('pays an on-chain buy from the exchange when the wallet alone cannot', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const created = await session.send('POST', '/orders', { ...DEFI_BUY, qty: '1200000' })
      expect(payloadsOf(created.body)).toHaveLength(2)
      const id = String(created.body['order_id'])
      await session.execute(created.body)
      await session.orderWhen(id, 'complete')
      // An empty place has no row.
      expect(await session.balance('USDC', 'solana')).toStrictEqual({})
      expect((await session.balance('PYUSD', null))['total']).toBe('800000')
    }))

  it('adds what was bridged to the exchange account, and spends it there', () =>
    withSandbox(async (sandbox) => {
      const session = await organizationSession(sandbox)
      const buy = { ...RESTING_SELL, side: 'buy', price: '110000', qty: '0.01' }
      const created = await session.send('POST', '/orders', buy)
      const id = String(created.body['order_id'])
      await session.execute(created.body)
      await session.orderWhen(id, 'active')
      // 0.01 BTC at 110,000 with a fee of one in a thousand, of which 500 were there.
      expect(await session.balance('PYUSD', null)).toMatchObject({ total: '1101.1', held: '1101.1' })
      expect((await session.balance('USDC', 'solana'))['total']).toBe('49398.9')
    }))

  it.each([
    ['without a bridge', 0, 1],
    ['with a bridge for the rest', 100, 2],
  ])(
    'moves no more from the exchange than was stamped, and nothing in vain: an order prepared %s fails once the wallet is empty',
    (_, beyond, payloads) =>
      withSandbox(async (sandbox) => {
        const session = await personalSession(sandbox)
        const total = Number((await session.balance('USDC', 'solana'))['total'])
        const atExchange = await session.balance('PYUSD', null)
        const prepare = async (qty: number) => {
          const terms = { asset_id: DEMO_TOKEN, side: 'buy', qty: String(qty), qty_unit: 'quote', type: 'market' }
          return (await session.send('POST', '/orders', terms)).body
        }
        const ends = async (body: Json, status: string) => {
          const id = String(body['order_id'])
          await session.execute(body)
          await session.orderWhen(id, status)
        }
        const [late, whole] = [await prepare(total + beyond), await prepare(total)]
        expect([payloadsOf(late).length, payloadsOf(whole).length]).toStrictEqual([payloads, 1])
        await ends(whole, 'complete')
        await ends(late, 'failed')
        expect(await session.balance('PYUSD', null)).toStrictEqual(atExchange)
      }),
  )

  it('bridges exactly what a market order costs, over two levels too', () =>
    withSandbox(async (sandbox) => {
      const { price: _, ...terms } = { ...RESTING_SELL, side: 'buy', type: 'market', qty_unit: 'quote' }
      // Somebody else leaves little of the best level, so that the order has an average price, and one that must be rounded.
      const before = await (await personalSession(sandbox)).send('POST', '/orders', { ...terms, qty: '50000' })
      expect(before.status).toBe(201)
      const session = await organizationSession(sandbox)
      const { body } = await session.send('POST', '/orders', { ...terms, qty: '9000' })
      const id = String(body['order_id'])
      await session.execute(body)
      await session.orderWhen(id, 'complete')
    }))

  it('fails the order when the money is gone by the time the stamps come', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const sell = { ...DEFI_BUY, side: 'sell', qty: '1000', qty_unit: 'base' }
      const first = await session.send('POST', '/orders', sell)
      const second = await session.send('POST', '/orders', sell)
      for (const { body } of [first, second]) {
        await session.execute(body)
      }
      await session.orderWhen(String(first.body['order_id']), 'complete')
      const failed = await session.orderWhen(String(second.body['order_id']), 'failed')
      expect(failed['failure_reason']).toBe('swap: insufficient balance of DEMO')
    }))
})

describe('Gateway, money that two orders want', () => {
  it('goes to the first that is executed; the second fails, though both were funded when they were prepared', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      // A million on chain and another at the exchange: either order can be paid, but not both.
      const first = await session.send('POST', '/orders', { ...DEFI_BUY, qty: '1500000' })
      const second = await session.send('POST', '/orders', { ...DEFI_BUY, qty: '1200000' })
      for (const { body } of [first, second]) {
        await session.execute(body)
      }
      await session.orderWhen(String(first.body['order_id']), 'complete')
      await session.orderWhen(String(second.body['order_id']), 'failed')
      expect((await session.balance('PYUSD', null))['total']).toBe('500000')
    }))

  it('is too little for a market order of less than one increment', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const order = { base_asset: 'BTC', quote_asset: 'USD', qty: '5', qty_unit: 'quote', type: 'market', side: 'buy' }
      const { status, body } = await session.send('POST', '/orders', order)
      expect([status, body['code']]).toStrictEqual([400, 'amount_below_minimum'])
    }))
})

describe('Gateway, repeats', () => {
  it('submits an order once, however many executions arrive at the same time', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', DEFI_BUY)
      const id = String(body['order_id'])
      const replies = await Promise.all(Array.from({ length: 12 }, () => session.execute(body)))
      const statuses = replies.map(({ status }) => status).sort((left, right) => left - right)
      expect(statuses).toStrictEqual([200, ...Array.from({ length: 11 }, () => 409)])
      await session.orderWhen(id, 'complete')
      expect((await session.balance('USDC', 'solana'))['total']).toBe('999995')
    }))

  // Shows Gateway, 7.5: each create makes a real record
  it('makes a real record of each creation', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      await session.send('POST', '/orders', DEFI_BUY)
      await session.send('POST', '/orders', DEFI_BUY)
      const { body } = await session.send('GET', '/orders?status=initialized')
      expect(body['data']).toHaveLength(2)
    }))
})

/** An on-chain purchase, stamped and submitted. */
async function executed(session: GatewaySession): Promise<string> {
  const { body } = await session.send('POST', '/orders', DEFI_BUY)
  const id = String(body['order_id'])
  await session.execute(body)
  return id
}
