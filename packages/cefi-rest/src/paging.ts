import {
  type CallOptions,
  cursorPaging,
  isRecord,
  type OperationRow,
  offsetPaging,
  type Paging,
} from '@truemarkets/core'
import { VERSION_HEADER } from './schema-version.ts'

const byCursor = cursorPaging()
const byOffset = offsetPaging()

/**
 * How the pages of a call follow each other: by `skip` where its contract says so and under `v2024_01_01`, else by cursor. The
 * version is the one that goes on the wire: headers of the call count for more than those among the parameters, and both for more
 * than options. A server that gives a `pagination` all the same has left that version behind (question R1), and would give its
 * first page without end.
 */
export function pagingOf({ page }: Pick<OperationRow, 'page'>, call: CallOptions, clientVersion: string): Paging {
  if (page === 'offset') return byOffset
  return {
    rows: (page) => byCursor.rows(page),
    next: (page, params) => {
      const version = namedIn(call.headers) ?? namedIn(params.header) ?? call.schemaVersion ?? clientVersion
      const isOffset = version === 'v2024_01_01' && !(isRecord(page) && isRecord(page['pagination']))
      return isOffset ? byOffset.next(page, params) : byCursor.next(page, params)
    },
  }
}

function namedIn(headers: Readonly<Record<string, unknown>> | undefined): unknown {
  const name = VERSION_HEADER.toLowerCase()
  return Object.entries(headers ?? {}).find(([header]) => header.toLowerCase() === name)?.[1]
}
