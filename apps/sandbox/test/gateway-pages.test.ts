import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SandboxClock } from '../src/clock.ts'
import { Instants } from '../src/gateway/instants.ts'
import { answerPage, type Listing } from '../src/gateway/pages.ts'
import { gatewayRules } from '../src/gateway/rules.ts'
import { ApiError } from '../src/server/api-error.ts'

interface Row {
  readonly at: string
}

/** Instants of one and the same millisecond, as a burst of requests makes them. */
function burst(count: number): Row[] {
  const instants = new Instants(new SandboxClock(() => 1_790_208_000_000))
  return Array.from({ length: count }, () => ({ at: instants.next() }))
}

function listing(rows: readonly Row[], changes: Partial<Listing<Row>> = {}): Listing<Row> {
  return {
    rows: rows.toReversed(),
    instantOf: ({ at }) => at,
    order: 'newest-first',
    cursors: 'date-time',
    view: (row) => ({ ...row }),
    ...changes,
  }
}

interface PageBody {
  readonly data: readonly Row[]
  readonly pagination: { readonly next_cursor: string | null; readonly limit: number }
}

function page(of: Listing<Row>, query: Record<string, string>): PageBody {
  return answerPage(gatewayRules, new URLSearchParams(query), of).body as PageBody
}

describe('instants', () => {
  it('are never the same twice, even when the clock stands still', () => {
    const rows = burst(2000).map(({ at }) => at)
    expect(new Set(rows).size).toBe(2000)
    expect(rows.toSorted()).toStrictEqual(rows)
    expect(rows[0]).toBe('2026-09-24T00:00:00.000000Z')
    expect(rows[1999]).toBe('2026-09-24T00:00:00.001999Z')
  })

  it('go on upwards when the clock is set back', () => {
    const clock = new SandboxClock(() => 1_790_208_000_000)
    const instants = new Instants(clock)
    const before = instants.next()
    clock.set(0)
    expect(instants.next() > before).toBe(true)
  })
})

describe('pages', () => {
  it('neither lose nor repeat a row, whatever their size and form', () => {
    const forms = fc.constantFrom('date-time' as const, 'opaque' as const)
    fc.assert(
      fc.property(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 9 }), forms, (count, limit, cursors) => {
        const all = listing(burst(count), { cursors })
        const seen: string[] = []
        let cursor: string | null = ''
        while (cursor !== null) {
          const { data, pagination }: PageBody = page(all, {
            limit: String(limit),
            ...(cursor === '' ? {} : { cursor }),
          })
          expect(data.length).toBeLessThanOrEqual(limit)
          seen.push(...data.map(({ at }) => at))
          cursor = pagination.next_cursor
        }
        expect(seen).toStrictEqual(all.rows.map(({ at }) => at))
      }),
    )
  })

  it('are not moved by a row that appears meanwhile', () => {
    const rows = burst(6)
    const first = page(listing(rows.slice(0, 5)), { limit: '3' })
    const second = page(listing(rows), { limit: '3', cursor: first.pagination.next_cursor ?? '' })
    expect(second.data).toStrictEqual(rows.slice(0, 2).toReversed())
  })

  it('refuse a cursor that is none, or end there where the contract has no 400', () => {
    const rows = burst(3)
    expect(() => page(listing(rows), { cursor: 'yesterday' })).toThrow(ApiError)
    expect(page(listing(rows, { badCursor: 'end' }), { cursor: 'yesterday' })).toMatchObject({
      data: [],
      pagination: { next_cursor: null },
    })
  })

  it('ends with the row that fills the last of them', () => {
    const { data, pagination } = page(listing(burst(2)), { limit: '2' })
    expect([data.length, pagination.next_cursor]).toStrictEqual([2, null])
  })

  it('reads a cursor of fewer digits for the instant that it is', () => {
    const rows = burst(3000)
    const { data } = page(listing(rows), { cursor: '2026-09-24T00:00:00.001Z', limit: '1' })
    expect(data).toStrictEqual([{ at: '2026-09-24T00:00:00.000999Z' }])
  })
})
