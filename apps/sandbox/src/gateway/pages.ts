import type { Answer } from '../server/answer.ts'
import { invalidField } from '../server/api-error.ts'
import type { GatewayRules } from './rules.ts'

const DEFAULT_PAGE_SIZE = 50
const MAXIMUM_PAGE_SIZE = 100

/** How a list writes its cursors: as the instant itself, or wrapped so that nobody reads it (G9). */
export type CursorForm = 'date-time' | 'opaque'

/**
 * Rows in order of their instants, which are all different: a cursor is the instant of the last row printed, so a row that
 * appears meanwhile moves no boundary.
 */
export interface Listing<Row> {
  readonly rows: readonly Row[]
  readonly instantOf: (row: Row) => string
  readonly order: 'newest-first' | 'oldest-first'
  readonly cursors: CursorForm
  readonly view: (row: Row) => Readonly<Record<string, unknown>>
  /** What a cursor that cannot be read does; `end` where the contract has no 400. Default `refuse`. */
  readonly badCursor?: 'refuse' | 'end'
}

/** One page of a listing. Without a limit a page has the default size, or `sizeByDefault` rows. */
export function answerPage<Row>(
  rules: GatewayRules,
  query: URLSearchParams,
  { rows, instantOf, order, cursors, view, badCursor = 'refuse' }: Listing<Row>,
  sizeByDefault = DEFAULT_PAGE_SIZE,
): Answer {
  const limit = pageSize(query.get('limit'), sizeByDefault)
  const cursor = query.get('cursor')
  const from = cursor === null ? undefined : readCursor(cursor, cursors)
  if (Number.isNaN(from) && badCursor === 'refuse') throw invalidField('cursor', 'is not a cursor of this list')
  const open = from === undefined ? rows : rows.filter((row) => rules.isAfter(microsOf(instantOf(row)), from, order))
  const page = rules.pageOf(open, limit)
  const last = page.at(-1)
  const next = open.length > limit && last !== undefined ? writeCursor(instantOf(last), cursors) : null
  return { status: 200, body: { data: page.map(view), pagination: { next_cursor: next, limit } } }
}

/** Where the contract refuses nothing, a size that does not fit is bent to the nearest that does. */
function pageSize(text: string | null, byDefault: number): number {
  if (text === null || !/^[0-9]{1,9}$/.test(text)) return byDefault
  return Math.min(Math.max(Number(text), 1), MAXIMUM_PAGE_SIZE)
}

function writeCursor(instant: string, form: CursorForm): string {
  return form === 'opaque' ? Buffer.from(instant).toString('base64url') : instant
}

function readCursor(cursor: string, form: CursorForm): number {
  return microsOf(form === 'opaque' ? Buffer.from(cursor, 'base64url').toString('utf8') : cursor)
}

/**
 * Microseconds of an RFC 3339 instant, `NaN` for anything else, which nothing comes before or after.
 * `Date` alone would drop three digits, and with them rows of one millisecond.
 */
function microsOf(instant: string): number {
  const match = /^(.+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i.exec(instant)
  const seconds = match === null ? Number.NaN : Date.parse(`${match[1] ?? ''}${match[3] ?? ''}`)
  return seconds * 1000 + Number((match?.[2] ?? '').padEnd(6, '0').slice(0, 6))
}
