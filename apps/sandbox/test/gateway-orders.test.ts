import { describe, expect, it } from 'vitest'
import {
  accessToken,
  call,
  GatewaySession,
  nextCursor,
  organizationSession,
  payloadsOf,
  personalSession,
  withSandbox,
} from './support/session.ts'
import { stamp } from './support/signing.ts'

const MARKET_BUY = { base_asset: 'BTC', quote_asset: 'USD', qty: '100', qty_unit: 'quote', type: 'market', side: 'buy' }
const RESTING_SELL = {
  base_asset: 'BTC',
  quote_asset: 'USDC',
  qty: '0.0002',
  qty_unit: 'base',
  type: 'limit',
  side: 'sell',
  price: '112000',
}
const DEMO_TOKEN = '5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b'
const WBTC_ON_BASE = '0b7c1e5a-0000-4000-8000-000000000015'
const DEFI_BUY = { asset_id: DEMO_TOKEN, chain: 'solana', side: 'buy', qty: '1.20', qty_unit: 'quote', type: 'market' }
const DEFI_LIMIT = { asset_id: DEMO_TOKEN, side: 'buy', qty: '100', qty_unit: 'base', type: 'limit', price: '0.02' }

describe('an order for the exchange', () => {
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
        status: 'complete',
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

  it('rests when it is a limit order away from the market, and holds what it sells', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', RESTING_SELL)
      const order = await session.orderWhen(String(body['order_id']), 'active')
      expect(order).toMatchObject({ status: 'active', price: '112000', leaves_qty: '0.0002', executed_qty: '0' })
      expect((await session.balance('BTC', null))['held']).toBe('0.0002')
    }))

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

  it('is refused with 503 in a quote asset that the exchange does not carry', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { status, body } = await session.send('POST', '/orders', { ...RESTING_SELL, quote_asset: 'EUR' })
      expect([status, body['type']]).toStrictEqual([503, 'unavailable'])
    }))

  it('fails with a reason when the exchange rejects it', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', { ...RESTING_SELL, price: '500000' })
      const order = await session.orderWhen(String(body['order_id']), 'failed')
      expect(order['failure_reason']).toBe('price 500000 is outside the price band')
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

  it('waits for a stamp, moves the money, and then goes to the exchange', () =>
    withSandbox(async (sandbox) => {
      const session = await organizationSession(sandbox)
      const before = await session.balance('USDC', 'solana')
      const created = await session.send('POST', '/orders', BUY)
      expect(created.body).toMatchObject({ status: 'initialized' })
      const [payload = ''] = payloadsOf(created.body)
      const id = String(created.body['order_id'])
      const signatures = [stamp(sandbox.credentials.organization.signerKeyFile, payload)]
      const executed = await session.send('POST', `/orders/${id}/execute`, { signatures, auth_type: 'api_key' })
      expect([executed.status, executed.body]).toStrictEqual([200, { status: 'pending' }])
      expect((await session.orderWhen(id, 'complete'))['executed_qty']).toBe('0.009')
      const after = await session.balance('USDC', 'solana')
      expect(Number(before['total'])).toBeGreaterThan(Number(after['total']))
    }))
})

describe('an on-chain order', () => {
  it('comes with payloads and a quote, and completes once they are stamped', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const before = await session.balance('DEMO', 'solana')
      const created = await session.send('POST', '/orders', DEFI_BUY)
      expect(created.status).toBe(201)
      expect(created.body).toMatchObject({
        status: 'initialized',
        quote: { qty: '1.2', qty_out: '40.187919', fee: '0.0024', issues: [] },
      })
      const id = String(created.body['order_id'])
      const signatures = payloadsOf(created.body).map((each) => stamp(sandbox.credentials.personal.keyFile, each))
      const executed = await session.send('POST', `/orders/${id}/execute`, { signatures, auth_type: 'api_key' })
      expect(executed.body).toStrictEqual({ status: 'pending' })
      const order = await session.orderWhen(id, 'complete')
      expect(order).toMatchObject({ executed_qty: '40.187919', fee: '0.0024', venue: 'defi' })
      expect(before['total']).toBe('1000')
      expect((await session.balance('DEMO', 'solana'))['total']).toBe('1040.187919')
      expect((await session.balance('USDC', 'solana'))['total']).toBe('999998.8')
    }))

  it('wants one stamp for each payload, in their order', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { keyFile } = sandbox.credentials.personal
      const { body } = await session.send('POST', '/orders', { ...DEFI_BUY, asset_id: WBTC_ON_BASE, chain: 'base' })
      const stamps = payloadsOf(body).map((each) => stamp(keyFile, each))
      expect(stamps).toHaveLength(2)
      const execute = (signatures: string[]) =>
        session.send('POST', `/orders/${String(body['order_id'])}/execute`, { signatures, auth_type: 'api_key' })
      expect((await execute(stamps.toReversed())).status).toBe(400)
      expect((await execute(stamps.slice(0, 1))).status).toBe(400)
      expect((await execute([...stamps, ...stamps.slice(0, 1)])).status).toBe(400)
      expect((await execute(stamps)).status).toBe(200)
    }))

  it('leaves no order behind when nobody can pay for it', () =>
    withSandbox(async (sandbox) => {
      const token = await accessToken(sandbox, sandbox.credentials.notOnboarded.keyFile)
      const session = new GatewaySession(sandbox, token)
      const { status, body } = await session.send('POST', '/orders', DEFI_BUY)
      expect(status).toBe(201)
      expect(body).toMatchObject({ order_id: '', quote: { issues: ['Insufficient balance'] } })
      expect(body).not.toHaveProperty('payloads')
      expect((await session.send('GET', '/orders')).body['data']).toStrictEqual([])
    }))

  it('is stale after a minute', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', DEFI_BUY)
      const signatures = payloadsOf(body).map((each) => stamp(sandbox.credentials.personal.keyFile, each))
      sandbox.clock.advance(61_000)
      const executed = await session.send('POST', `/orders/${String(body['order_id'])}/execute`, {
        signatures,
        auth_type: 'api_key',
      })
      expect(executed.status).toBe(422)
      expect(executed.body).toMatchObject({ type: 'failed_precondition', code: 'quote_stale' })
    }))

  it('is executed once', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', DEFI_BUY)
      const signatures = payloadsOf(body).map((each) => stamp(sandbox.credentials.personal.keyFile, each))
      const execute = () =>
        session.send('POST', `/orders/${String(body['order_id'])}/execute`, { signatures, auth_type: 'api_key' })
      expect((await execute()).status).toBe(200)
      expect((await execute()).status).toBe(409)
    }))

  it('can rest at a price, and is canceled by stamping the cancellation', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { keyFile } = sandbox.credentials.personal
      const { body } = await session.send('POST', '/orders', DEFI_LIMIT)
      const id = String(body['order_id'])
      const send = (path: string, from: typeof body) =>
        session.send('POST', path, {
          signatures: payloadsOf(from).map((each) => stamp(keyFile, each)),
          auth_type: 'api_key',
        })
      await send(`/orders/${id}/execute`, body)
      await session.orderWhen(id, 'active')
      expect((await session.balance('USDC', 'solana'))['held']).toBe('2.004')
      const deleted = await session.send('DELETE', `/orders/${id}`)
      expect([deleted.status, deleted.body['message']]).toStrictEqual([
        400,
        'Only limit orders on CeFi can be canceled.',
      ])
      const prepared = await session.send('POST', `/orders/${id}/cancel`)
      expect(prepared.status).toBe(200)
      const cancels = await Promise.all([
        send(`/orders/${id}/cancel/execute`, prepared.body),
        send(`/orders/${id}/cancel/execute`, prepared.body),
      ])
      const [accepted, refused] = cancels.sort((left, right) => left.status - right.status)
      expect([accepted?.status, refused?.status]).toStrictEqual([200, 409])
      expect(accepted?.body).toStrictEqual({ status: 'cancel_pending' })
      await session.orderWhen(id, 'canceled')
      expect((await session.balance('USDC', 'solana'))['held']).toBe('0')
    }))

  it('is too small below one dollar', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { status, body } = await session.send('POST', '/orders', { ...DEFI_BUY, qty: '0.99' })
      expect([status, body['code']]).toStrictEqual([400, 'amount_below_minimum'])
    }))
})

describe('order rules', () => {
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

describe('reading orders', () => {
  it('pages from the newest to the oldest without losing or repeating one', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const placed: string[] = []
      for (let index = 0; index < 7; index += 1) {
        const { body } = await session.send('POST', '/orders', DEFI_BUY)
        placed.push(String(body['order_id']))
      }
      const seen: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
        const { body } = await session.send('GET', `/orders?limit=3${query}`)
        const rows = body['data'] as { order_id: string }[]
        seen.push(...rows.map((row) => row.order_id))
        cursor = nextCursor(body)
      }
      expect(seen).toStrictEqual(placed.toReversed())
    }))

  it('filters by several statuses and refuses an unknown one', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const resting = await session.send('POST', '/orders', RESTING_SELL)
      await session.orderWhen(String(resting.body['order_id']), 'active')
      await session.send('POST', '/orders', DEFI_BUY)
      const open = await session.send('GET', '/orders?status=pending,active')
      expect((open.body['data'] as unknown[]).length).toBe(1)
      expect((await session.send('GET', '/orders?status=cancelled')).status).toBe(400)
      expect((await session.send('GET', '/orders?limit=101')).status).toBe(400)
    }))

  it('shows an order to nobody but its owner', () =>
    withSandbox(async (sandbox) => {
      const owner = await personalSession(sandbox)
      const other = await organizationSession(sandbox)
      const { body } = await owner.send('POST', '/orders', DEFI_BUY)
      const id = String(body['order_id'])
      for (const [method, path] of [
        ['GET', `/orders/${id}`],
        ['GET', `/orders/${id}/status`],
        ['DELETE', `/orders/${id}`],
        ['POST', `/orders/${id}/cancel`],
      ] as const) {
        expect((await other.send(method, path)).status).toBe(404)
      }
      expect((await other.send('GET', '/orders')).body['data']).toStrictEqual([])
    }))
})

describe('the caller', () => {
  it('needs a token for everything but quotes and assets', () =>
    withSandbox(async (sandbox) => {
      const quote = { base_asset: 'BTC', quote_asset: 'USD', qty: '0.5', qty_unit: 'base', side: 'sell' }
      expect((await call('POST', `${sandbox.urls.gateway}/quotes`, { body: quote })).status).toBe(200)
      expect((await call('GET', `${sandbox.urls.gateway}/assets`)).status).toBe(200)
      for (const path of ['/orders', '/balances', '/balances/unified', '/portfolio', '/transactions', '/transfers']) {
        const { status, body } = await call('GET', `${sandbox.urls.gateway}${path}`)
        expect([path, status, body['type']]).toStrictEqual([path, 401, 'unauthenticated'])
      }
    }))

  it('must say for which user an organization acts', () =>
    withSandbox(async (sandbox) => {
      const token = await accessToken(sandbox, sandbox.credentials.organization.keyFile)
      const bare = new GatewaySession(sandbox, token)
      const unnamed = await bare.send('GET', '/balances')
      expect([unnamed.status, unnamed.body['message']]).toStrictEqual([
        401,
        'an organization token needs TM-On-Behalf-Of',
      ])
      const stranger = new GatewaySession(sandbox, token, { 'TM-On-Behalf-Of': sandbox.credentials.personal.userId })
      expect((await stranger.send('POST', '/orders', MARKET_BUY)).status).toBe(403)
      expect((await (await organizationSession(sandbox)).send('GET', '/balances')).status).toBe(200)
    }))
})
