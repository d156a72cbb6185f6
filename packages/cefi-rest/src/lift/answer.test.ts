import { readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { liftAnswer, liftProblem } from './answer.ts'

type Example = { operation: string; version: string; direction: string; status: number | null; json: unknown }
const examples = JSON.parse(
  readFileSync(new URL('../../../../specs/examples/cefi.json', import.meta.url), 'utf8'),
) as readonly Example[]
const recorded = (index: number): Example => {
  const example = examples[index]
  if (example === undefined) throw new Error(`There is no example ${index}.`)
  return example
}

describe('a v2024_01_01 answer', () => {
  it('gets its array put under data', () => {
    expect(liftAnswer('listInstruments', recorded(10).json)).toEqual({ data: recorded(10).json })
  })

  it('gets its object put under data', () => {
    expect(liftAnswer('computeMarketQuote', recorded(15).json)).toEqual({ data: { qty: '1.5', price: '50025.50' } })
  })

  it('of the first edition gets the long member names and the right spelling', () => {
    expect(liftAnswer('listActiveOrders', recorded(0).json)).toEqual({
      data: [
        {
          id: '0987654321',
          status: 'ACTIVE',
          order_info: {},
          modify_info: {},
          external_id: 'EXT-ORDER-123',
          ref_external_id: 'REF-EXT-ORDER-123',
          pending_qty: '1',
          leaves_qty: '100',
          executed_qty: '100',
          executed_vwap: '897.321',
        },
      ],
    })
  })

  it('of the first edition gets the id of a transfer under its present name', () => {
    expect(liftAnswer('listTransfers', recorded(2).json)).toEqual({ data: [{ id: '1234576970', request: {} }] })
  })

  it('reads WITHDRAWL as WITHDRAW', () => {
    expect(liftAnswer('createTransfer', { id: '1', request: { type: 'WITHDRAWL' } })).toEqual({
      data: { id: '1', request: { type: 'WITHDRAW' } },
    })
  })

  it('reads INITIIALIZED as INITIALIZED for clients', () => {
    expect(liftAnswer('listClients', [{ id: '1', status: 'INITIIALIZED' }])).toEqual({
      data: [{ id: '1', status: 'INITIALIZED' }],
    })
  })

  it('reads the state of a balance as its status, and leaves the state of an asset alone', () => {
    expect(
      liftAnswer('listBalances', [{ id: '1', state: 'INVALID', balances: [{ asset_id: '2', state: 'OPEN' }] }]),
    ).toEqual({
      data: [{ id: '1', status: 'INVALID', balances: [{ asset_id: '2', state: 'OPEN' }] }],
    })
  })
})

describe('a v2026_01_23 answer', () => {
  it('keeps its envelope', () => {
    const body = { data: [{ id: '1' }], pagination: { size: 10, next_cursor: 'abc' } }
    expect(liftAnswer('listOrders', body)).toEqual(body)
  })

  it('reads limit where size is missing', () => {
    expect(liftAnswer('listOrders', { data: [], pagination: { limit: 10 } })).toEqual({
      data: [],
      pagination: { size: 10 },
    })
  })

  it.each([null, ''])('says no next page when the cursor is %j', (next_cursor) => {
    expect(liftAnswer('listOrders', { data: [], pagination: { size: 10, next_cursor } })).toEqual({
      data: [],
      pagination: { size: 10 },
    })
  })

  it('takes a quote of edition 1.0.3 out of an array of one, like any single object', () => {
    expect(liftAnswer('computeMarketQuoteV103', { data: [{ quote: '1' }] })).toEqual({ data: { quote: '1' } })
  })

  it('takes a single object out of an array of one', () => {
    expect(liftAnswer('getOrderStatus', { data: [{ id: '1', exeuted_qty: '2' }] })).toEqual({
      data: { id: '1', executed_qty: '2' },
    })
  })

  it('may come bare where the service does not wrap single objects', () => {
    expect(liftAnswer('computeMarketQuote', recorded(16).json)).toEqual({ data: recorded(16).json })
  })
})

describe('lifting', () => {
  it('gives the same body for both versions of the same order', () => {
    const old = [{ id: '1', order: { qty: '2' }, exeuted_qty: '1' }]
    const present = { data: [{ id: '1', order_info: { qty: '2' }, executed_qty: '1' }] }
    expect(liftAnswer('listOrders', old)).toEqual(liftAnswer('listOrders', present))
  })

  it('changes nothing the second time', () => {
    for (const { operation, json } of examples.filter((example) => example.direction === 'response')) {
      const once = liftAnswer(operation, json)
      expect(liftAnswer(operation, once)).toEqual(once)
    }
  })

  it('reports two names that disagree and keeps the present one', () => {
    const report = vi.fn()
    const lifted = liftAnswer('getOrderStatus', { executed_qty: '1', exeuted_qty: '2' }, report)
    expect(lifted).toEqual({ data: { executed_qty: '1' } })
    expect(report.mock.calls).toEqual([[{ kept: 'executed_qty', dropped: 'exeuted_qty' }]])
  })

  it('says nothing about two names that agree', () => {
    const report = vi.fn()
    liftAnswer('getOrderStatus', { executed_qty: '1', exeuted_qty: '1' }, report)
    expect(report).not.toHaveBeenCalled()
  })

  it('passes unknown members and unknown values through', () => {
    const body = { data: [{ id: '1', status: 'PARTIALLY_SOMETHING', brand_new: { a: ['b'] } }], seen: 'before' }
    expect(liftAnswer('listOrders', body)).toEqual(body)
  })

  it('treats null as absent, at any depth', () => {
    expect(liftAnswer('listOrders', [{ id: '1', order_info: { price: null } }])).toEqual({
      data: [{ id: '1', order_info: {} }],
    })
  })

  it('takes no object out of an array of two, because it cannot know which', () => {
    expect(liftAnswer('getOrderStatus', [{ id: '1' }, { id: '2' }])).toEqual({ data: [{ id: '1' }, { id: '2' }] })
  })

  it.each([{ body: [] }, { body: { data: [] } }])('reads $body for a single order as no order', ({ body }) => {
    expect(liftAnswer('getOrderStatus', body)).toEqual({ data: undefined })
  })
})

describe('liftProblem', () => {
  it('puts a bare problem under error', () => {
    expect(liftProblem(recorded(8).json)).toEqual({ error: recorded(8).json })
  })

  it('keeps an envelope', () => {
    expect(liftProblem(recorded(9).json)).toBe(recorded(9).json)
  })
})
