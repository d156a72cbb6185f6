import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answer, harness, type Sent, TABLE } from '../../test/harness.ts'
import type { OperationParams } from './operation.ts'
import { cursorPaging, iterateRows, offsetPaging } from './paging.ts'

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = []
  for await (const row of rows) list.push(row)
  return list
}

const page = (data: unknown[], next_cursor?: string | number | null) =>
  answer(200, { data, pagination: { next_cursor } })
const givenInTurn = (pages: readonly unknown[]) => {
  const left = [...pages]
  return (): Promise<unknown> => Promise.resolve(left.shift())
}
const queries = (sent: readonly Sent[]): string[] => sent.map(({ url }) => new URL(url).search)

describe('cursor pages', () => {
  test('are followed to the end, with the parameters of the first', async () => {
    const h = harness([page([1, 2], 'a:1'), page([3], 'b'), page([4], null)])
    expect(await h.run(() => all(h.api.listOrders.iterate({ query: { size: 2 } })))).toEqual([1, 2, 3, 4])
    expect(queries(h.sent)).toEqual(['?size=2', '?size=2&cursor=a%3A1', '?size=2&cursor=b'])
  })

  test.each([undefined, null, ''])('end with the cursor %j', async (cursor) => {
    const h = harness([page([1], cursor)])
    expect(await h.run(() => all(h.api.listOrders.iterate()))).toEqual([1])
    expect(h.sent).toHaveLength(1)
  })

  test('end without a pagination member', async () => {
    const h = harness([answer(200, { data: [1] })])
    expect(await h.run(() => all(h.api.listOrders.iterate()))).toEqual([1])
  })

  test.each([{}, { data: null }, { pagination: { next_cursor: null } }])('without rows are empty: %j', async (body) => {
    const h = harness([answer(200, body)])
    expect(await h.run(() => all(h.api.listOrders.iterate()))).toEqual([])
  })

  test.each([{ data: { orders: [] } }, { data: 'none' }, { data: {} }])('are no list with %j', async (body) => {
    const h = harness([answer(200, body)])
    const refused = { code: 'response_breaks_contract', operation: 'listOrders', status: 200 }
    expect(await h.fail(() => all(h.api.listOrders.iterate()))).toMatchObject(refused)
    expect(await h.fail(() => h.api.listOrders())).toMatchObject(refused)
  })

  test('are followed by a cursor that is a number, as far as it is exact', async () => {
    const h = harness([page([1], 17), page([2], '9007199254740993'), page([3], null)])
    expect(await h.run(() => all(h.api.listOrders.iterate()))).toEqual([1, 2, 3])
    expect(queries(h.sent)).toEqual(['', '?cursor=17', '?cursor=9007199254740993'])
  })

  test('stop when the server repeats a cursor', async () => {
    const h = harness([page([1], 'a'), page([2], 'b'), page([3], 'a')])
    expect(await h.run(() => all(h.api.listOrders.iterate()))).toEqual([1, 2, 3])
    expect(h.sent).toHaveLength(3)
  })

  test.each(['a', 'b'])('are no list where the server gives a page once more, with the cursor %s', async (cursor) => {
    const h = harness([page([1, 2], 'a'), page([1, 2], cursor)])
    expect(await h.fail(() => all(h.api.listOrders.iterate()))).toMatchObject({
      code: 'response_breaks_contract',
      operation: 'listOrders',
      nextStep: expect.stringContaining('cursorParam') as unknown,
    })
    expect(h.sent).toHaveLength(2)
  })

  test('end where a page without rows repeats the cursor', async () => {
    const h = harness([page([1], 'a'), page([], 'a')])
    expect(await h.run(() => all(h.api.listOrders.iterate()))).toEqual([1])
  })

  test('are asked for only as they are needed', async () => {
    const h = harness([page([1, 2], 'a'), page([3], null)])
    await h.run(async () => {
      for await (const row of h.api.listOrders.iterate()) if (row === 2) break
    })
    expect(h.sent).toHaveLength(1)
  })

  test('that are empty in the middle do not end the list', async () => {
    const h = harness([page([1], 'a'), page([], 'b'), page([2], null)])
    expect(await h.run(() => all(h.api.listOrders.iterate()))).toEqual([1, 2])
  })

  test('are asked for with everything that a query can hold', async () => {
    const h = harness([page([1], 'a'), page([2], null)])
    expect(await h.run(() => all(h.api.listOrders.iterate({ query: { from: 1752156263825281640n } })))).toEqual([1, 2])
    expect(queries(h.sent)).toEqual(['?from=1752156263825281640', '?from=1752156263825281640&cursor=a'])
    expect(await h.fail(() => all(h.api.listOrders.iterate({ query: { from: { at: 1n } } })))).toMatchObject({
      code: 'request_invalid',
    })
  })

  test('can take the cursor under another name', async () => {
    const h = harness([page([1], 'a'), page([2], null)], { named: { paging: cursorPaging('after') } })
    await h.run(() => all(h.api.listOrders.iterate()))
    expect(queries(h.sent)[1]).toBe('?after=a')
  })

  test('a failure in the middle is thrown, after the rows before it', async () => {
    const h = harness([page([1], 'a'), answer(403)])
    const rows: unknown[] = []
    const error = await h.fail(async () => {
      for await (const row of h.api.listOrders.iterate()) rows.push(row)
    })
    expect([rows, error]).toMatchObject([[1], { code: 'permission_denied' }])
  })
})

test('offset pages are followed where the table says so', async () => {
  const script = [answer(200, { data: [1, 2] }), answer(200, { data: [3] }), answer(200, { data: [] })]
  const h = harness(script, { table: { ...TABLE, listOrders: { ...TABLE.listOrders, page: 'offset' } } })
  expect(await h.run(() => all(h.api.listOrders.iterate()))).toEqual([1, 2, 3])
  expect(queries(h.sent)).toEqual(['', '?skip=2', '?skip=3'])
})

test('offset pages give every row once, whatever their number and size, and the most that the server gives at once', async () => {
  const atOnce = fc.integer({ min: 1, max: 12 })
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 40 }), atOnce, atOnce, async (count, size, most) => {
      const rows = Array.from({ length: count }, (_, index) => index)
      const fetchPage = ({ query }: OperationParams): Promise<unknown> => {
        const skip = Number(query?.['skip'] ?? 0)
        return Promise.resolve(rows.slice(skip, skip + Math.min(size, most)))
      }
      expect(await all(iterateRows('listOrders', fetchPage, offsetPaging(), { query: { size } }))).toEqual(rows)
    }),
  )
})

test('offset pages are no list where the server does not read how many rows to skip', async () => {
  const pages = [[{ id: 'a' }, { id: 'b' }], [{ id: 'a' }, { id: 'b' }], []]
  const given: unknown[] = []
  const reading = (async () => {
    for await (const row of iterateRows('listOrders', givenInTurn(pages), offsetPaging(), {})) given.push(row)
  })()
  await expect(reading).rejects.toMatchObject({ code: 'response_breaks_contract', operation: 'listOrders' })
  expect(given).toEqual(pages[0])
})

test('rows of one page are all given, also where they have the same key', async () => {
  const twins = [{ id: 'a' }, { id: 'a' }]
  const pages = [twins, [{ id: 'a' }], []]
  const rows = iterateRows('listOrders', givenInTurn(pages), offsetPaging(), {}, (row) => (row as { id: string }).id)
  expect(await all(rows)).toEqual(twins)
})

test('rows that shift between pages are given once when they have a key', async () => {
  const pages = [[{ id: 'a' }, { id: 'b' }], [{ id: 'b' }, { id: 'c' }], [{ id: 'd' }], []]
  const rows = iterateRows('listOrders', givenInTurn(pages), offsetPaging(), {}, (row) => (row as { id: string }).id)
  expect(await all(rows)).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }])
})
