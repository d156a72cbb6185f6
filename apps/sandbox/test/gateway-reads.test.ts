import { describe, expect, it } from 'vitest'
import { call, type Json, nextCursor, personalSession, withSandbox } from './support/session.ts'

const QUOTE = { base_asset: 'BTC', quote_asset: 'USD', qty: '100', qty_unit: 'quote', side: 'buy' }

describe('a quote', () => {
  // Shows Gateway, 3: computeQuote creates nothing
  it('gives base on a buy and dollars on a sell, and creates nothing', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const buy = await session.send('POST', '/quotes', QUOTE)
      expect(buy.body).toStrictEqual({ qty: '0.0009', price: '110869.5' })
      const sell = await session.send('POST', '/quotes', { ...QUOTE, qty: '0.001', qty_unit: 'base', side: 'sell' })
      expect(sell.body).toStrictEqual({ qty: '110.867', price: '110867' })
      expect((await session.send('GET', '/orders')).body['data']).toStrictEqual([])
    }))

  // Shows Gateway, 10: tokenized stocks have no quote
  it('is refused for a tokenized stock and for the names of the quick start', () =>
    withSandbox(async (sandbox) => {
      const quotes = `${sandbox.urls.gateway}/quotes`
      const stock = await call('POST', quotes, { body: { ...QUOTE, base_asset: 'DEMOx' } })
      expect([stock.status, stock.body['message']]).toStrictEqual([
        400,
        'base_asset is a tokenized stock, which has no quote',
      ])
      const slip = { base: 'BTC', quote: 'USD', side: 'buy', quantity: '0.01' }
      expect((await call('POST', quotes, { body: slip })).status).toBe(400)
    }))
})

describe('a market that stands still', () => {
  const setStatus = (url: string, status: string) =>
    call('POST', `${url}/sandbox/instruments`, { body: { symbol: 'BTC-PYUSD', status } })

  it('has no quote while it is halted', () =>
    withSandbox(async (sandbox) => {
      await setStatus(sandbox.url, 'HALTED')
      const { status, body } = await call('POST', `${sandbox.urls.gateway}/quotes`, { body: QUOTE })
      expect([status, body['type']]).toStrictEqual([503, 'unavailable'])
    }))

  it('leaves the portfolio without prices while it is disabled', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      await setStatus(sandbox.url, 'DISABLED')
      expect((await session.send('GET', '/portfolio')).status).toBe(503)
      await setStatus(sandbox.url, 'ACTIVE')
      expect((await session.send('GET', '/portfolio')).status).toBe(200)
    }))
})

describe('the catalogue', () => {
  // Shows Gateway, 8.6: stocks must be asked for
  it('lists crypto of both venues, and stocks only when asked', () =>
    withSandbox(async (sandbox) => {
      const read = async (query: string) => {
        const { body } = await call('GET', `${sandbox.urls.gateway}/assets${query}`)
        return body['data'] as Json[]
      }
      const all = await read('')
      expect(new Set(all.map((row) => row['asset_class']))).toStrictEqual(new Set(['crypto']))
      expect(new Set(all.map((row) => row['venue']))).toStrictEqual(new Set(['cefi', 'defi']))
      const placesOf = async (venue: string) => {
        const rows = await read(`?venue=${venue}`)
        return new Set(rows.map((row) => [row['venue'], row['chain'] === null, row['address'] === null].join()))
      }
      expect(await placesOf('cefi')).toStrictEqual(new Set(['cefi,true,true']))
      expect(await placesOf('defi')).toStrictEqual(new Set(['defi,false,false']))
      expect((await read('?asset_class=stock')).map((row) => row['symbol'])).toStrictEqual(['DEMOx'])
      expect((await read('?asset_class=crypto,stock')).length).toBe(all.length + 1)
    }))

  // Shows Gateway, 8.6: the catalogue is unpaged without a limit
  it('comes whole without a limit, and in pages with one', () =>
    withSandbox(async (sandbox) => {
      const assets = `${sandbox.urls.gateway}/assets`
      const whole = await call('GET', assets)
      const rows = whole.body['data'] as Json[]
      expect(whole.body['pagination']).toStrictEqual({ next_cursor: null, limit: rows.length })
      const seen: unknown[] = []
      let query = '?limit=4'
      for (;;) {
        const { body } = await call('GET', assets + query)
        seen.push(...(body['data'] as Json[]))
        const next = nextCursor(body)
        if (next === null) break
        query = `?limit=4&cursor=${encodeURIComponent(next)}`
      }
      expect(seen).toStrictEqual(rows)
    }))
})

describe('the account', () => {
  // Shows Gateway, 4.3: null chain and address for what the exchange holds
  // Shows Gateway, 7.7: one row for each custody bucket
  it('has a row for each place that holds something', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const balances = await session.send('GET', '/balances')
      const rows = balances.body['data'] as Json[]
      const usdc = rows.filter((row) => row['symbol'] === 'USDC').map((row) => row['chain'])
      expect(usdc).toStrictEqual(['solana', 'base'])
      expect(rows.find((row) => row['symbol'] === 'PYUSD')).toMatchObject({
        venue: 'cefi',
        tradeable: false,
        stable: true,
      })
      expect((await session.send('GET', '/balances/unified')).body).toStrictEqual(balances.body)
    }))

  // Shows Gateway, G2: the older balances
  it('reads in the older shape in the world where /balances kept it (G2)', () =>
    withSandbox(
      async (sandbox) => {
        const session = await personalSession(sandbox)
        const { body } = await session.send('GET', '/balances')
        expect(Object.keys(body)).toStrictEqual(['balances'])
      },
      { answers: { G2: 'balances' } },
    ))

  // Shows Gateway, 8.7: the portfolio adds up
  it('is worth the sum of its rows', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const { body } = await session.send('GET', '/portfolio')
      const rows = body['balances'] as Json[]
      const rowOf = (symbol: string) => rows.find((row) => row['symbol'] === symbol)
      expect(rowOf('DUST')).toMatchObject({ price: null, value: null, icon: null })
      expect(rowOf('DEMO')).toMatchObject({ total: '1000', price: '0.0298', value: '29.8' })
      // Ten at the middle of a book from 110867 to 110869.5.
      expect(rowOf('BTC')).toMatchObject({ total: '10', price: '110868.25', value: '1108682.5' })
      const values = rows.map((row) => Number(row['value'] ?? 0))
      const sum = values.reduce((left, right) => left + right, 0)
      expect(Number(body['total_usd'])).toBeCloseTo(sum, 2)
      expect(Number(body['cash_usd']) + Number(body['balances_usd'])).toBeCloseTo(sum, 2)
    }))

  // Shows Gateway, 8.7: the feed: unsigned transfers, no unexecuted orders
  it('has one feed that shows unsigned transfers and hides unexecuted orders', () =>
    withSandbox(async (sandbox) => {
      const session = await personalSession(sandbox)
      const order = {
        asset_id: '5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b',
        side: 'buy',
        qty: '5',
        qty_unit: 'quote',
        type: 'market',
      }
      await session.send('POST', '/orders', order)
      const executed = await session.send('POST', '/orders', order)
      const id = String(executed.body['order_id'])
      await session.execute(executed.body)
      await session.orderWhen(id, 'complete')
      const transfer = await session.send('POST', '/transfers', {
        asset_id: 'b3d9e5f2-1a4c-4e7b-9f0d-2c8a6b3e5f91',
        qty: '1',
        qty_unit: 'base',
        to: '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045',
      })
      const { body } = await session.send('GET', '/transactions')
      const rows = body['data'] as Json[]
      expect(rows.map((row) => [row['type'], row['id'], row['status']])).toStrictEqual([
        ['transfer', transfer.body['id'], 'pending'],
        ['order', id, 'completed'],
      ])
      expect(rows).toMatchObject([
        { asset_flow: 'out', asset_symbol: 'USDC', qty: '1', completed_at: null },
        { asset_flow: 'in', asset_symbol: 'DEMO', asset_id: order.asset_id },
      ])
      const [createdAt, completedAt] = [rows[1]?.['created_at'], rows[1]?.['completed_at']].map(String)
      expect(Date.parse(completedAt ?? '')).toBeGreaterThan(Date.parse(createdAt ?? ''))
    }))
})

describe('the rate limit', () => {
  // Shows Gateway, 10: the rate limit and its headers
  it('answers 429 with its headers once the window is used up, and opens again with the next window', () =>
    withSandbox(async (sandbox) => {
      sandbox.rateLimit.configure({ limit: 2, windowMs: 60_000 })
      const read = () => call('GET', `${sandbox.urls.gateway}/assets`)
      expect((await read()).headers.get('x-ratelimit-remaining')).toBe('1')
      expect((await read()).status).toBe(200)
      const refused = await read()
      expect(refused.status).toBe(429)
      expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
      const reset = Number(refused.headers.get('x-ratelimit-reset')) - sandbox.clock.seconds()
      expect(reset).toBeGreaterThan(50)
      expect(reset).toBeLessThanOrEqual(61)
      sandbox.clock.advance(60_000)
      expect((await read()).status).toBe(200)
      // Another limit begins a window of its own.
      sandbox.rateLimit.configure({ limit: 1, windowMs: 60_000 })
      expect([(await read()).status, (await read()).status]).toStrictEqual([200, 429])
    }))
})

describe('the older base path', () => {
  // Shows Gateway, 1: the older base path still answers
  it('answers like the current one', () =>
    withSandbox(async (sandbox) => {
      const current = await call('GET', `${sandbox.urls.gateway}/assets`)
      const older = await call('GET', `${sandbox.url}/v1/conductor/assets`)
      expect(older.body).toStrictEqual(current.body)
    }))
})
