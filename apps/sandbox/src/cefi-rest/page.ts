import type { Call, Result } from './call.ts'
import { Problem } from './problem.ts'

const DEFAULT_SIZE = 10

export interface Paged<Row> {
  /** Newest first. */
  readonly rows: readonly Row[]
  readonly key: (row: Row) => string
  readonly at: (row: Row) => bigint
  readonly view: (row: Row) => unknown
}

/** One page of a list: by `skip` under the old version, by cursor under the current one. */
export function page<Row>(call: Call, { rows, key, at, view }: Paged<Row>): Result {
  const size = Number(call.query.get('size') ?? DEFAULT_SIZE)
  const start =
    call.version === 'v2024_01_01' ? Number(call.query.get('skip') ?? 0) : startAfter(call, rows, { key, at })
  const shown = call.rules.pageOf(rows, start, size)
  const last = shown.at(-1)
  const more = last !== undefined && start + size < rows.length
  return {
    kind: 'page',
    rows: shown.map(view),
    size,
    nextCursor: more ? writeCursor(call.operationId, at(last), key(last)) : undefined,
  }
}

function startAfter<Row>(call: Call, rows: readonly Row[], { key, at }: Pick<Paged<Row>, 'key' | 'at'>): number {
  const cursor = call.query.get(call.answers.get('R2', 'cursor'))
  if (cursor === null || cursor === '') return 0
  const place = readCursor(call.operationId, cursor)
  const index = rows.findIndex((row) => key(row) === place.key)
  if (index >= 0) return index + 1
  // The row has left the list since: go on with what is older.
  const older = rows.findIndex((row) => at(row) < place.at)
  return older < 0 ? rows.length : older
}

function writeCursor(operationId: string, at: bigint, key: string): string {
  return Buffer.from(`${operationId} ${at} ${key}`).toString('base64url')
}

function readCursor(operationId: string, cursor: string): { at: bigint; key: string } {
  const [, owner, at, key] = /^(\S+) ([0-9]+) (\S+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (owner !== operationId || at === undefined || key === undefined)
    throw new Problem(400, 'The cursor is not one that this list gave.')
  return { at: BigInt(at), key }
}

/** The moment named by `timestamp`, and on which side of it rows are listed (R12). */
export function timeFilter(call: Call): (at: bigint) => boolean {
  const moment = BigInt(call.query.get('timestamp') ?? '0')
  return call.answers.get('R12', 'before') === 'after' ? (at) => at >= moment : (at) => at <= moment
}
