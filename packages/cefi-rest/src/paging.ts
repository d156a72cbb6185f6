import { cursorPaging, type OperationParams, offsetPaging, type Paging } from '@truemarkets/core'
import { VERSION_HEADER } from './schema-version.ts'

const byCursor = cursorPaging()
const byOffset = offsetPaging()

/**
 * How the pages of a schema version follow each other: by `skip` and `size` under `v2024_01_01`, else by cursor.
 *
 * A version in the call's own header counts for more than `version`, as it does on the wire.
 */
export function pagingOf(version: string): Paging {
  return {
    rows: (page) => byCursor.rows(page),
    next: (page, params) =>
      (versionOf(params) ?? version) === 'v2024_01_01' ? byOffset.next(page, params) : byCursor.next(page, params),
  }
}

function versionOf(params: OperationParams): unknown {
  const name = VERSION_HEADER.toLowerCase()
  return Object.entries(params.header ?? {}).find(([header]) => header.toLowerCase() === name)?.[1]
}
