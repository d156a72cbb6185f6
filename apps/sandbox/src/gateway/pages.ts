import { invalidField } from '../server/api-error.ts'

export const DEFAULT_PAGE_SIZE = 50
export const MAXIMUM_PAGE_SIZE = 100

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly pagination: { readonly next_cursor: string | null; readonly limit: number }
}

/** The page size asked for; where the contract refuses nothing, what does not fit is bent to the nearest that does. */
export function pageSize(query: URLSearchParams): number {
  const text = query.get('limit')
  if (text === null || !/^[0-9]{1,9}$/.test(text)) return DEFAULT_PAGE_SIZE
  return Math.min(Math.max(Number(text), 1), MAXIMUM_PAGE_SIZE)
}

/**
 * Cuts one page out of rows that are ordered by instant. The cursor is the instant of the last row printed; every list has
 * its own instants, all different, so a row that appears meanwhile moves no boundary.
 */
export function cutPage<Row>(
  rows: readonly Row[],
  instantOf: (row: Row) => string,
  order: 'newest-first' | 'oldest-first',
  cursor: string | null,
  limit: number,
): Page<Row> {
  const from = cursor === null ? undefined : microsOf(cursor)
  const open = rows.filter((row) => {
    if (from === undefined) return true
    const at = microsOf(instantOf(row))
    return order === 'newest-first' ? at < from : at > from
  })
  const page = open.slice(0, limit)
  const last = page.at(-1)
  const next = open.length > limit && last !== undefined ? instantOf(last) : null
  return { rows: page, pagination: { next_cursor: next, limit } }
}

/** Microseconds of an RFC 3339 instant: `Date` alone would drop three digits, and with them rows of one millisecond. */
function microsOf(instant: string): number {
  const match = /^(.+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i.exec(instant)
  const seconds = match === null ? Number.NaN : Date.parse(`${match[1] ?? ''}${match[3] ?? ''}`)
  if (Number.isNaN(seconds)) throw invalidField('cursor', 'is not a cursor of this list')
  return seconds * 1000 + Number((match?.[2] ?? '').padEnd(6, '0').slice(0, 6))
}
