import { DecodeError } from '../errors/decode-error.ts'
import { isRecord } from '../json.ts'
import { serializeQuery } from '../request/serialize.ts'
import type { OperationParams } from './operation.ts'

/** How an API pages. Pure functions over one page and the parameters that asked for it. */
export interface Paging {
  /** The rows of a page. */
  rows(page: unknown): readonly unknown[]
  /** Parameters of the next page, or undefined after the last. */
  next(page: unknown, params: OperationParams): OperationParams | undefined
}

/**
 * Pages of the form `{ data: [...], pagination: { next_cursor } }`; a missing, null or empty cursor ends the list.
 *
 * @param parameter Name of the query parameter that takes the cursor. Default: `cursor` (R2).
 * @example
 * ```ts
 * const next = cursorPaging().next({ data: [], pagination: { next_cursor: 'c2' } }, {})
 * next?.query?.['cursor'] // 'c2'
 * ```
 */
export function cursorPaging(parameter = 'cursor'): Paging {
  return {
    rows: rowsOf,
    next(page, params) {
      const cursor = nextCursor(page)
      return cursor === undefined ? undefined : { ...params, query: { ...params.query, [parameter]: cursor } }
    },
  }
}

/**
 * Pages by `skip`; a page without rows ends the list. One that is shorter than asked does not: the server may give fewer rows
 * at once than somebody asks for, and what is left would be lost without a word.
 *
 * @example
 * ```ts
 * const next = offsetPaging().next([{ id: '1' }, { id: '2' }], {})
 * next?.query?.['skip'] // 2
 * ```
 */
export function offsetPaging(): Paging {
  return {
    rows: rowsOf,
    next(page, params) {
      const count = rowsOf(page).length
      if (count === 0) return undefined
      const skip = (wholeNumber(params.query?.['skip']) ?? 0) + count
      return { ...params, query: { ...params.query, skip } }
    },
  }
}

/**
 * Every row of every page. Stops after the last page, or when the server would be asked the same question again.
 *
 * @param operation Name of the list, for the error.
 * @param identity Key of a row, for APIs whose rows shift between pages; a row of an earlier page is left out. Two rows
 * of one page are two rows, whatever their keys: a page is one look, so nothing shifted within it. Default: none.
 * @throws {DecodeError} `response_breaks_contract` for the rows of the page before once more, and more to come: the server does not
 * read where to go on. To stop in silence would pass the first page off for the list, and to go on would never end.
 */
export async function* iterateRows(
  operation: string,
  fetchPage: (params: OperationParams) => Promise<unknown>,
  paging: Paging,
  first: OperationParams,
  identity?: (row: unknown) => string | undefined,
): AsyncGenerator<unknown, void, undefined> {
  const asked = new Set<string>()
  const seen = new Set<string>()
  let before = ''
  for (let params = first; ; ) {
    asked.add(serializeQuery(params.query ?? {}))
    const page = await fetchPage(params)
    const rows = paging.rows(page).map((row) => ({ row, key: identity?.(row) }))
    const next = paging.next(page, params)
    const given = JSON.stringify(rows.map(({ row, key }) => key ?? row))
    if (next !== undefined && rows.length > 0 && given === before) throw samePage(operation)
    for (const { row, key } of rows) if (key === undefined || !seen.has(key)) yield row
    if (next === undefined || asked.has(serializeQuery(next.query ?? {}))) return
    for (const { key } of rows) if (key !== undefined) seen.add(key)
    before = given
    params = next
  }
}

function samePage(operation: string): DecodeError {
  const message = `${operation} answered the page before once more, as if it did not read where to go on; the rest of the list is missing.`
  return new DecodeError(message, {
    operation,
    status: 200,
    attempts: 1,
    code: 'response_breaks_contract',
    nextStep:
      'The service may call the cursor otherwise: where the client has the option cursorParam, give it another name; else an update of the package may know more.',
  })
}

function rowsOf(page: unknown): readonly unknown[] {
  const rows: unknown = isRecord(page) ? page['data'] : page
  return Array.isArray(rows) ? rows : []
}

function nextCursor(page: unknown): string | undefined {
  const pagination = isRecord(page) ? page['pagination'] : undefined
  const cursor = isRecord(pagination) ? pagination['next_cursor'] : undefined
  // The end of a list is a cursor that is not there; one in another form than the contract promises would lose the rest.
  if (typeof cursor === 'number') return String(cursor)
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}
