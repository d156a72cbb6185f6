import { describe, expect, it } from 'vitest'
import type { CefiRestClient } from '../src/index.ts'
import { key, scriptedClient } from './support/clients.ts'

const page = (ids: readonly string[], next_cursor?: string | null) => ({
  body: { data: ids.map((id) => ({ id })), pagination: { size: 2, next_cursor } },
})
const offsetPage = (...ids: readonly string[]) => ({ body: ids.map((id) => ({ id })) })

async function idsOf(rows: ReturnType<CefiRestClient['listOrders']['iterate']>): Promise<(string | undefined)[]> {
  const ids = []
  for await (const { id } of rows) ids.push(id)
  return ids
}

describe('listOrders.iterate under v2026_01_23', () => {
  it.each([undefined, null, ''])('follows the cursor until it is %j', async (last) => {
    const { cefi, sent } = scriptedClient({ auth: key }, page(['1', '2'], 'abc'), page(['3'], last))
    await expect(idsOf(cefi.listOrders.iterate({ query: { size: 2 } }))).resolves.toEqual(['1', '2', '3'])
    expect(sent.map(({ target }) => target)).toEqual([
      '/v1/cefi/orders/list?size=2',
      '/v1/cefi/orders/list?size=2&cursor=abc',
    ])
  })

  it('stops when the server repeats a cursor', async () => {
    const { cefi, sent } = scriptedClient({ auth: key }, page(['1'], 'abc'), page(['2'], 'abc'))
    await expect(idsOf(cefi.listOrders.iterate())).resolves.toEqual(['1', '2'])
    expect(sent).toHaveLength(2)
  })

  it('gives a row once that a new order pushed onto the next page', async () => {
    const { cefi } = scriptedClient({ auth: key }, page(['2', '1'], 'abc'), page(['1', '0']))
    await expect(idsOf(cefi.listOrders.iterate())).resolves.toEqual(['2', '1', '0'])
  })

  it('takes no two rows without an id for the same', async () => {
    const { cefi } = scriptedClient({ auth: key }, page(['', '']))
    await expect(idsOf(cefi.listOrders.iterate())).resolves.toEqual(['', ''])
  })

  it('names the cursor parameter as told', async () => {
    const { cefi, sent } = scriptedClient({ auth: key, cursorParam: 'next_cursor' }, page(['1'], 'abc'), page(['2']))
    await idsOf(cefi.listOrders.iterate())
    expect(sent[1]?.target).toBe('/v1/cefi/orders/list?next_cursor=abc')
  })

  it('asks for no page that nobody reads', async () => {
    const { cefi, sent } = scriptedClient({ auth: key }, page(['1', '2'], 'abc'))
    for await (const { id } of cefi.listOrders.iterate()) if (id === '2') break
    expect(sent).toHaveLength(1)
  })
})

describe('listOrders.iterate under v2024_01_01', () => {
  const options = { auth: key, schemaVersion: 'v2024_01_01' } as const

  it('counts rows until a page is empty, since how many rows the server gives at once is published for transfers only', async () => {
    const { cefi, sent } = scriptedClient(options, offsetPage('1', '2'), offsetPage('3'), offsetPage())
    await expect(idsOf(cefi.listOrders.iterate({ query: { size: 100 } }))).resolves.toEqual(['1', '2', '3'])
    expect(sent.map(({ target }) => target)).toEqual([
      '/v1/cefi/orders/list?size=100',
      '/v1/cefi/orders/list?size=100&skip=2',
      '/v1/cefi/orders/list?size=100&skip=3',
    ])
  })

  it('follows the cursor of a server that answers in the current version all the same', async () => {
    const { cefi, sent } = scriptedClient(options, page(['1', '2'], 'abc'), page(['3']))
    await expect(idsOf(cefi.listOrders.iterate())).resolves.toEqual(['1', '2', '3'])
    expect(sent.map(({ target }) => target)).toEqual(['/v1/cefi/orders/list', '/v1/cefi/orders/list?cursor=abc'])
  })
})

describe('listOrderTrades.iterate', () => {
  const fill = (order_id: string) => ({ match_id: 'm1', order_id, trade_qty: '1' })
  const fills = async (...pages: readonly (readonly object[])[]) => {
    const answers = pages.map((data, index) => ({
      body: { data, pagination: { next_cursor: index < pages.length - 1 ? `page-${index}` : '' } },
    }))
    const { cefi } = scriptedClient({ auth: key }, ...answers)
    const orders = []
    for await (const { order_id } of cefi.listOrderTrades.iterate({ query: { timestamp: '1741523275598727336' } })) {
      orders.push(order_id)
    }
    return orders
  }

  it('gives a fill once that shifted onto the next page, and tells the two sides of its match apart', async () => {
    await expect(fills([fill('1')], [fill('1'), fill('2')])).resolves.toEqual(['1', '2'])
  })

  it('loses no fill when one match fills an order twice', async () => {
    await expect(fills([fill('1'), fill('1')])).resolves.toEqual(['1', '1'])
  })
})

describe('the version named in a header', () => {
  it.each([{ headers: { 'x-truex-version': 'v2024_01_01' } }, { schemaVersion: 'v2024_01_01' }])(
    'or in an option of the call decides how the next page is asked for: %j',
    async (call) => {
      const { cefi, sent } = scriptedClient({ auth: key }, offsetPage('1', '2'), offsetPage('3'), offsetPage())
      await expect(idsOf(cefi.listOrders.iterate({ query: { size: 2 } }, call))).resolves.toEqual(['1', '2', '3'])
      expect(sent[1]?.target).toBe('/v1/cefi/orders/list?size=2&skip=2')
    },
  )

  it('of the call counts for more than the one among the parameters', async () => {
    const { cefi, sent } = scriptedClient({ auth: key }, offsetPage('1', '2'), offsetPage('3'), offsetPage())
    const params = { query: { size: 2 }, header: { 'X-Truex-Version': 'v2026_01_23' } } as const
    await idsOf(cefi.listOrders.iterate(params, { headers: { 'x-truex-version': 'v2024_01_01' } }))
    expect(new Set(sent.map(({ headers }) => headers.get('x-truex-version')))).toEqual(new Set(['v2024_01_01']))
    expect(sent[1]?.target).toBe('/v1/cefi/orders/list?size=2&skip=2')
  })

  it('decides how the next page is asked for', async () => {
    const { cefi, sent } = scriptedClient({ auth: key }, offsetPage('1', '2'), offsetPage('3'), offsetPage())
    const rows = cefi.listOrders.iterate({ query: { size: 2 }, header: { 'X-Truex-Version': 'v2024_01_01' } })
    await expect(idsOf(rows)).resolves.toEqual(['1', '2', '3'])
    expect(sent[1]?.target).toBe('/v1/cefi/orders/list?size=2&skip=2')
  })
})
