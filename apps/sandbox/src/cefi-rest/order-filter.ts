import type { Order } from '../exchange/types.ts'
import { parseJson } from '../server/parse-json.ts'
import { isRecord, textAt } from '../server/record.ts'
import { Problem } from './problem.ts'
import type { CefiRestRules } from './rules.ts'

/**
 * Reads the `query` of the order list: JSON text of `{ columns: [{ name, filter: [{ $in: [...] }] }] }`. Only the column
 * `status` and the operator `$in` have been seen; anything else is refused, so that no filter is ignored in silence.
 */
export function orderFilter(rules: CefiRestRules, text: string | null): (order: Order) => boolean {
  if (text === null) return () => true
  const query = parseJson(text)
  if (query === undefined) throw new Problem(400, 'query is not JSON text.')
  const columns: unknown = isRecord(query.value) ? query.value['columns'] : undefined
  if (!Array.isArray(columns)) throw new Problem(400, 'query must hold columns.')
  const wanted = columns.flatMap((column: unknown) => statusLists(column))
  return (order) => wanted.every((statuses) => rules.hasStatus(order, statuses))
}

function statusLists(column: unknown): ReadonlySet<unknown>[] {
  const filters: unknown = isRecord(column) ? column['filter'] : undefined
  if (textAt(column, 'name') !== 'status' || !Array.isArray(filters))
    throw new Problem(400, 'query knows the column "status" with a filter, and no other.')
  return filters.map((filter: unknown) => {
    const values: unknown = isRecord(filter) ? filter['$in'] : undefined
    if (!Array.isArray(values)) throw new Problem(400, 'query knows the operator "$in" with a list, and no other.')
    return new Set<unknown>(values)
  })
}
