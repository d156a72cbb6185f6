import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { call, type GatewaySession, personalSession, stamped, withSandbox } from './support/session.ts'

/** Priced like SOL at the exchange, where the demo book starts around 182.5. */
const SOL_ON_SOLANA = '0b7c1e5a-0000-4000-8000-000000000013'
/** Has no price. */
const DUST_ON_SOLANA = '0b7c1e5a-0000-4000-8000-000000000017'
const LIMIT_SELL = { asset_id: SOL_ON_SOLANA, side: 'sell', qty: '10', qty_unit: 'base', type: 'limit', price: '182.6' }

describe('an order that rests on chain', () => {
  // Shows Gateway, 7.4: DeFi limit orders exist
  it('completes once the market has come to its price', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const id = await rest(session)
      expect((await session.balance('SOL', 'solana'))['held']).toBe('10')
      await buyAtExchange(session, '182.8')
      const order = await session.orderWhen(id, 'complete')
      expect(order).toMatchObject({ executed_qty: '10', executed_vwap: '182.6', leaves_qty: '0' })
      expect(await session.balance('SOL', 'solana')).toMatchObject({ total: '990', held: '0' })
    }))

  it('stays canceled when the market comes to its price afterwards', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const id = await rest(session)
      await cancel(sandbox, session, id)
      const other = await rest(session)
      await buyAtExchange(session, '182.8')
      await session.orderWhen(other, 'complete')
      expect((await session.send('GET', `/orders/${id}`)).body).toMatchObject({ status: 'canceled', executed_qty: '0' })
      expect(await session.balance('SOL', 'solana')).toMatchObject({ total: '990', held: '0' })
    }))

  it('waits where nothing says what its asset is worth, with its money held until it is canceled', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const id = await rest(session, { ...LIMIT_SELL, asset_id: DUST_ON_SOLANA, side: 'buy', price: '5' })
      expect((await session.balance('USDC', 'solana'))['held']).toBe('50.1')
      await cancel(sandbox, session, id)
      expect((await session.balance('USDC', 'solana'))['held']).toBe('0')
    }))

  it('stands in the way of no trade while the pair that prices it is disabled', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const id = await rest(session)
      const setStatus = (status: string) =>
        call('POST', `${sandbox.url}/sandbox/instruments`, { body: { symbol: 'SOL-PYUSD', status } })
      await setStatus('DISABLED')
      const ether = { base_asset: 'ETH', quote_asset: 'USD', side: 'sell', type: 'market', qty: '1', qty_unit: 'base' }
      const { body } = await session.send('POST', '/orders', ether)
      expect(await session.orderWhen(String(body['order_id']), 'complete')).toMatchObject({ executed_qty: '1' })
      await setStatus('ACTIVE')
      await buyAtExchange(session, '182.8')
      expect(await session.orderWhen(id, 'complete')).toMatchObject({ executed_qty: '10' })
    }))

  it('shares its account with the CeFi API', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('POST', '/orders', {
        base_asset: 'SOL',
        quote_asset: 'USD',
        side: 'sell',
        type: 'limit',
        qty: '1',
        qty_unit: 'base',
        price: '184',
      })
      await session.orderWhen(String(body['order_id']), 'active')
      const active = await readCefi(sandbox, '/v1/cefi/orders/active')
      expect(active).toHaveLength(1)
      expect(active[0]).toMatchObject({ status: 'ACTIVE', leaves_qty: '1', order_info: { price: '184', side: 'SELL' } })
    }))
})

async function rest(session: GatewaySession, terms: object = LIMIT_SELL): Promise<string> {
  const { body } = await session.send('POST', '/orders', terms)
  const id = String(body['order_id'])
  await session.execute(body)
  await session.orderWhen(id, 'active')
  return id
}

async function cancel(sandbox: Sandbox, session: GatewaySession, id: string): Promise<void> {
  const { body } = await session.send('POST', `/orders/${id}/cancel`)
  await session.send('POST', `/orders/${id}/cancel/execute`, stamped(body, sandbox.credentials.personal.keyFile))
  await session.orderWhen(id, 'canceled')
}

/** Sweeps the asks of SOL-PYUSD up to a price, which moves the middle of the book. */
async function buyAtExchange(session: GatewaySession, price: string): Promise<void> {
  await session.send('POST', '/orders', {
    base_asset: 'SOL',
    quote_asset: 'USD',
    side: 'buy',
    type: 'limit',
    qty: '1000',
    qty_unit: 'base',
    price,
  })
}

async function readCefi(sandbox: Sandbox, path: string): Promise<unknown[]> {
  const { hmac } = sandbox.credentials
  const timestamp = String(sandbox.clock.seconds())
  const signature = createHmac('sha256', hmac.secret).update(`GET\n${path}\n${timestamp}\n`).digest('base64')
  const response = await fetch(sandbox.url + path, {
    headers: {
      'X-Truex-Version': 'v2026_01_23',
      'X-Truex-Organization-Id': hmac.organizationId,
      'X-Truex-Key-Id': hmac.keyId,
      'X-Truex-Timestamp': timestamp,
      'X-Truex-Signature': signature,
    },
  })
  return ((await response.json()) as { data: unknown[] }).data
}
