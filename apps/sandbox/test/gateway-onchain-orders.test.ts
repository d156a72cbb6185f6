import { describe, expect, it } from 'vitest'
import { DEFI_BUY, DEMO_TOKEN } from './support/orders.ts'
import {
  accessToken,
  GatewaySession,
  type Json,
  payloadsOf,
  personalSession,
  stamped,
  withSandbox,
} from './support/session.ts'
import { stamp } from './support/signing.ts'

const WBTC_ON_BASE = '0b7c1e5a-0000-4000-8000-000000000015'
const DEFI_LIMIT = { asset_id: DEMO_TOKEN, side: 'buy', qty: '100', qty_unit: 'base', type: 'limit', price: '0.02' }

describe('an on-chain order', () => {
  // Shows Gateway, 7.1: initialized → pending → complete
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
      const executed = await session.execute(created.body)
      expect(executed.body).toStrictEqual({ status: 'pending' })
      const order = await session.orderWhen(id, 'complete')
      expect(order).toMatchObject({ executed_qty: '40.187919', fee: '0.0024', venue: 'defi' })
      expect(before['total']).toBe('1000')
      expect((await session.balance('DEMO', 'solana'))['total']).toBe('1040.187919')
      expect((await session.balance('USDC', 'solana'))['total']).toBe('999998.8')
    }))

  // Shows Gateway, 6.1: one stamp for each payload, in order
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

  // Shows Gateway, 7.3: no order when nobody can pay
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

  // Shows Gateway, 7.5: a stale quote: 422 quote_stale
  it('is stale after a minute, and not before', () =>
    withSandbox(async (sandbox) => {
      sandbox.clock.hold()
      const session = await personalSession(sandbox)
      const executedAfter = async (ms: number) => {
        const { body } = await session.send('POST', '/orders', DEFI_BUY)
        sandbox.clock.advance(ms)
        return session.execute(body)
      }
      expect((await executedAfter(60_000)).status).toBe(200)
      const stale = await executedAfter(60_001)
      expect(stale.status).toBe(422)
      expect(stale.body).toMatchObject({ type: 'failed_precondition', code: 'quote_stale' })
    }))

  it('is executed once', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', DEFI_BUY)
      const execute = () => session.execute(body)
      expect((await execute()).status).toBe(200)
      expect((await execute()).status).toBe(409)
    }))

  // Shows Gateway, 3: cancelOrder: 400 for an on-chain order
  // Shows Gateway, 8.3: 200 with payloads, and their execution
  it('can rest at a price, and is canceled by stamping the cancellation', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { keyFile } = sandbox.credentials.personal
      const { body } = await session.send('POST', '/orders', DEFI_LIMIT)
      const id = String(body['order_id'])
      const send = (path: string, from: Json) => session.send('POST', path, stamped(from, keyFile))
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

  // Shows Gateway, 7.4: DeFi minimum of about one dollar
  it('is too small below one dollar', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { status, body } = await session.send('POST', '/orders', { ...DEFI_BUY, qty: '0.99' })
      expect([status, body['code']]).toStrictEqual([400, 'amount_below_minimum'])
    }))

  // Shows Gateway, 8.4: orders by symbols and by address
  it('can name its assets by their addresses, and is read back in the same words', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body: assets } = await session.send('GET', '/assets?venue=defi')
      const addressOf = (symbol: string) =>
        (assets['data'] as Json[]).find((row) => row['symbol'] === symbol && row['chain'] === 'solana')?.['address']
      const named = { base_asset: addressOf('DEMO'), quote_asset: addressOf('USDC'), chain: 'solana' }
      const order = { side: 'sell', qty: '100', qty_unit: 'base', type: 'market' }
      const { status, body } = await session.send('POST', '/orders', { ...named, ...order })
      expect(status).toBe(201)
      // 100 tokens at 0.0298 less two in a thousand.
      expect(body['quote']).toMatchObject({
        base_asset: named.base_asset,
        qty: '100',
        qty_out: '2.97404',
        fee: '0.00596',
      })
      const read = await session.send('GET', `/orders/${String(body['order_id'])}`)
      expect(read.body).toMatchObject({ base_asset: named.base_asset, quote_asset: named.quote_asset, venue: 'defi' })
      const elsewhere = { ...named, ...order, chain: 'base' }
      expect((await session.send('POST', '/orders', elsewhere)).status).toBe(404)
    }))

  it('has no price where nobody makes one', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const dust = { ...DEFI_BUY, asset_id: '0b7c1e5a-0000-4000-8000-000000000017' }
      expect((await session.send('POST', '/orders', dust)).status).toBe(503)
    }))
})
