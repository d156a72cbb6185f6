import { arrayAt, type Json, type JsonObject, numberAt } from '../json.ts'

/** A list whose first items have schemas of their own. */
export type Tuple = {
  /** The schemas of the first items, as many of them as there may be. */
  readonly first: readonly Json[]
  /** How many items there are at least. */
  readonly least: number
  /** What further items are; nothing where there are none. */
  readonly rest?: Json
}

/**
 * Reads `prefixItems`, `items` and the bounds of a list: an item may be missing unless `minItems` asks for it, and further
 * ones may follow unless `items` or `maxItems` forbids it (JSON Schema 2020-12, section 10.3.1).
 *
 * @returns `undefined` for a list without `prefixItems`.
 */
export function tupleOf(schema: JsonObject): Tuple | undefined {
  const written = arrayAt(schema, 'prefixItems')
  if (written.length === 0) return undefined
  const most = numberAt(schema, 'maxItems', Infinity)
  const rest = schema['items'] ?? true
  return {
    first: written.slice(0, most),
    least: numberAt(schema, 'minItems', 0),
    ...(rest === false || most <= written.length ? {} : { rest }),
  }
}
