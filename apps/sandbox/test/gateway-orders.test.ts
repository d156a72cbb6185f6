import { describe, expect, it } from 'vitest'
import { DEFI_BUY, MARKET_BUY, RESTING_SELL } from './support/orders.ts'
import { accessToken, GatewaySession, organizationSession, personalSession, withSandbox } from './support/session.ts'

describe('an order for the exchange', () => {
  // Shows Gateway, 7.3: submitted at once when funded
  it('is submitted at once and completes', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const created = await session.send('POST', '/orders', MARKET_BUY)
      expect(created.status).toBe(201)
      expect(Object.keys(created.body)).toStrictEqual(['order_id', 'status'])
      expect(created.body['status']).toBe('pending')
      const order = await session.orderWhen(String(created.body['order_id']), 'complete')
      expect(order).toMatchObject({
        base_asset: 'BTC',
        quote_asset: 'USD',
        qty: '100',
        qty_unit: 'quote',
        executed_qty: '0.0009',
        leaves_qty: '0',
        venue: 'cefi',
      })
    }))

  it('moves the balances of the exchange account', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const before = await session.balance('BTC', null)
      const { body } = await session.send('POST', '/orders', MARKET_BUY)
      await session.orderWhen(String(body['order_id']), 'complete')
      expect(before['total']).toBe('10')
      expect((await session.balance('BTC', null))['total']).toBe('10.0009')
    }))

  // Shows Gateway, 7.1: pending → active
  it('rests when it is a limit order away from the market, and holds what it sells', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', RESTING_SELL)
      const order = await session.orderWhen(String(body['order_id']), 'active')
      expect(order).toMatchObject({ price: '112000', leaves_qty: '0.0002', executed_qty: '0' })
      expect((await session.balance('BTC', null))['held']).toBe('0.0002')
    }))

  // Shows Gateway, 4.3: total is what is available and what is held
  it('holds what it pays, and the fee of it', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const buy = { ...RESTING_SELL, side: 'buy', price: '110000', qty: '0.01' }
      const { body } = await session.send('POST', '/orders', buy)
      await session.orderWhen(String(body['order_id']), 'active')
      expect(await session.balance('PYUSD', null)).toMatchObject({
        total: '1000000',
        available: '998898.9',
        held: '1101.1',
      })
    }))

  // Shows Gateway, 3: cancelOrder: 202, then canceled
  it.each(['DELETE', 'POST'])('is canceled by %s and gives its hold back', (method) =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', RESTING_SELL)
      const id = String(body['order_id'])
      await session.orderWhen(id, 'active')
      const canceled = await session.send(method, method === 'POST' ? `/orders/${id}/cancel` : `/orders/${id}`)
      expect(canceled.status).toBe(202)
      expect(canceled.body).toStrictEqual(
        method === 'POST' ? { order_id: id, status: 'cancel_pending' } : { status: 'cancel_pending' },
      )
      expect((await session.orderWhen(id, 'canceled'))['leaves_qty']).toBe('0')
      expect((await session.balance('BTC', null))['held']).toBe('0')
      expect((await session.send(method, method === 'POST' ? `/orders/${id}/cancel` : `/orders/${id}`)).status).toBe(
        400,
      )
    }),
  )

  // Shows Gateway, 10: 503 in a quote asset that CeFi does not carry
  it('is refused with 503 in a quote asset that the exchange does not carry', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { status, body } = await session.send('POST', '/orders', { ...RESTING_SELL, quote_asset: 'EUR' })
      expect([status, body['type']]).toStrictEqual([503, 'unavailable'])
    }))

  // Shows Gateway, 7.1: failed when rejected
  it('fails with a reason when the exchange rejects it', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', { ...RESTING_SELL, price: '500000' })
      const order = await session.orderWhen(String(body['order_id']), 'failed')
      expect(order['failure_reason']).toBe('exchange: price 500000 is outside the price band')
    }))

  it('is refused with 403 for an account that is not onboarded', () =>
    withSandbox(async (sandbox) => {
      const token = await accessToken(sandbox, sandbox.credentials.notOnboarded.keyFile)
      const { status } = await new GatewaySession(sandbox, token).send('POST', '/orders', MARKET_BUY)
      expect(status).toBe(403)
    }))
})

describe('an order that needs its funds bridged', () => {
  const BUY = { ...MARKET_BUY, qty: '1000' }

  // Shows Gateway, 7.3: payloads when funds must be bridged
  it('waits for a stamp, moves the money, and then goes to the exchange', () =>
    withSandbox(async (sandbox) => {
      const session = await organizationSession(sandbox)
      const before = await session.balance('USDC', 'solana')
      const created = await session.send('POST', '/orders', BUY)
      expect(created.body).toMatchObject({ status: 'initialized' })
      const id = String(created.body['order_id'])
      const executed = await session.execute(created.body)
      expect([executed.status, executed.body]).toStrictEqual([200, { status: 'pending' }])
      expect((await session.orderWhen(id, 'complete'))['executed_qty']).toBe('0.009')
      const after = await session.balance('USDC', 'solana')
      expect(Number(before['total'])).toBeGreaterThan(Number(after['total']))
      expect(after['held']).toBe('0')
    }))

  it('is canceled while its money is on the way, which then stays at the exchange', () =>
    withSandbox(async (sandbox) => {
      const session = await organizationSession(sandbox)
      const limit = { ...RESTING_SELL, side: 'buy', price: '110000', qty: '0.01' }
      const { body } = await session.send('POST', '/orders', limit)
      const id = String(body['order_id'])
      await session.execute(body)
      const canceled = await session.send('DELETE', `/orders/${id}`)
      expect([canceled.status, canceled.body]).toStrictEqual([202, { status: 'cancel_pending' }])
      expect((await session.orderWhen(id, 'canceled'))['leaves_qty']).toBe('0')
      // Without the order nothing is held of what it was to cost with its fee.
      expect(await session.balance('PYUSD', null)).toMatchObject({ total: '1101.1', held: '0' })
    }))
})

describe('order rules', () => {
  // Shows Gateway, 7.4: the rules of the order types
  it.each([
    ['a limit order without a price', { ...RESTING_SELL, price: undefined }, 'price'],
    ['a limit order in quote units', { ...RESTING_SELL, qty_unit: 'quote' }, 'qty_unit'],
    ['a limit order on a chain by address', { ...RESTING_SELL, chain: 'solana' }, 'chain'],
    ['a market order with a price', { ...MARKET_BUY, price: '67500.00' }, 'price'],
    ['an on-chain market buy in base units', { ...DEFI_BUY, qty_unit: 'base' }, 'qty_unit'],
    ['an on-chain sell in quote units', { ...DEFI_BUY, side: 'sell' }, 'qty_unit'],
    ['another chain than the asset has', { ...DEFI_BUY, chain: 'base' }, 'chain'],
    ['an amount of zero', { ...MARKET_BUY, qty: '0.00' }, 'qty'],
    ['an amount that is no decimal', { ...MARKET_BUY, qty: '1e2' }, 'qty'],
    ['an amount as a number', { ...MARKET_BUY, qty: 100 }, 'qty'],
    ['an unknown side', { ...MARKET_BUY, side: 'short' }, 'side'],
  ])('refuse %s', (_name, body, field) =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const reply = await session.send('POST', '/orders', body)
      expect(reply.status).toBe(400)
      expect(reply.body['type']).toBe('invalid_argument')
      const violations = reply.body['field_violations'] as { field: string }[]
      expect(violations.map((violation) => violation.field)).toContain(field)
    }),
  )

  it('know no asset that is not listed', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      expect((await session.send('POST', '/orders', { ...MARKET_BUY, base_asset: 'NOPE' })).status).toBe(404)
      const unknownId = { ...DEFI_BUY, asset_id: '00000000-0000-4000-8000-000000000000' }
      expect((await session.send('POST', '/orders', unknownId)).status).toBe(404)
    }))
})
