import { describe, expect, it } from 'vitest'
import { DEFI_BUY, MARKET_BUY, RESTING_SELL } from './support/orders.ts'
import {
  accessToken,
  call,
  GatewaySession,
  nextCursor,
  organizationSession,
  personalSession,
  withSandbox,
} from './support/session.ts'

describe('reading orders', () => {
  // Shows Gateway, 3: listOrders: limit and cursor
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

  // Shows Gateway, 3: listOrders: comma-separated statuses
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
  // Shows Gateway, 2: a token for everything but quotes and assets
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

  // Shows Gateway, 8.1: TM-On-Behalf-Of
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
