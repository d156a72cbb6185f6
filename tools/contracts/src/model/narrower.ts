import { arrayAt, isObject, type Json, type JsonObject } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { jsonTypesOf } from './json-types.ts'
import { pairMemory } from './pair-memory.ts'

/**
 * What two schemas that must both hold amount to: the one that limits values to fewer, where that can be told, else a schema
 * made of both, for the same two always the same object.
 */
export function narrower(a: Json, b: Json, schemas: JsonObject): Json {
  if (!isObject(a)) return a === false ? a : b
  if (!isObject(b)) return b === false ? b : a
  if (JSON.stringify(a) === JSON.stringify(b)) return a
  const [one, other] = [valuesOf(a, schemas), valuesOf(b, schemas)]
  const [isOne, isOther] = [isAmong(one, other), isAmong(other, one)]
  if (isOne !== isOther) return isOne ? a : b
  if (isOne) return b['const'] === undefined ? a : b
  if (isMadeOf(a, b, schemas) || saysLess(b, a, schemas)) return a
  if (isMadeOf(b, a, schemas) || saysLess(a, b, schemas)) return b
  return pairs(a, b, () => ({ allOf: [a, b] }))
}

function isAmong(values: readonly string[] | undefined, others: readonly string[] | undefined): boolean {
  return values !== undefined && (others === undefined || values.every((value) => others.includes(value)))
}

/** The values a schema is limited to, as JSON; nothing where it is not. */
function valuesOf(schema: Json | undefined, schemas: JsonObject, above: readonly string[] = []): string[] | undefined {
  if (!isObject(schema)) return undefined
  if (schema['const'] !== undefined) return [JSON.stringify(schema['const'])]
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value))
  const name = schemaName(schema['$ref'])
  return name === undefined || above.includes(name) ? undefined : valuesOf(schemas[name], schemas, [...above, name])
}

/** Whether a schema says of values no more than their type, which the other one says as well. */
function saysLess(schema: JsonObject, other: JsonObject, schemas: JsonObject): boolean {
  if (Object.keys(schema).some((keyword) => !SAYS_NO_MORE.has(keyword) && !keyword.startsWith('x-'))) return false
  const document: JsonObject = { components: { schemas } }
  const [types, own] = [jsonTypesOf(document, schema), jsonTypesOf(document, other)]
  const isAmong = (type: string): boolean => types.has(type) || (type === 'integer' && types.has('number'))
  return types.size === 0 || (own.size > 0 && [...own].every(isAmong))
}

const SAYS_NO_MORE: ReadonlySet<string> = new Set(['type', 'title', 'description', 'example', 'examples'])

/** Whether a schema is the other one and more, by what their `allOf` are made of. */
function isMadeOf(schema: JsonObject, of: JsonObject, schemas: JsonObject): boolean {
  const parts = partsIn(schema, schemas)
  return [...partsIn(of, schemas)].every((part) => parts.has(part))
}

// Components count by their names, what stands in no component as it is.
function partsIn(
  schema: Json | undefined,
  schemas: JsonObject,
  found: Set<string | JsonObject> = new Set<string | JsonObject>(),
): ReadonlySet<string | JsonObject> {
  if (!isObject(schema)) return found
  const name = schemaName(schema['$ref'])
  const part = name ?? schema
  if (found.has(part)) return found
  const { allOf: _, ...own } = schema
  if (name !== undefined || Object.keys(own).length > 0) found.add(part)
  if (name !== undefined) partsIn(schemas[name], schemas, found)
  for (const inner of arrayAt(schema, 'allOf')) partsIn(inner, schemas, found)
  return found
}

const pairs = pairMemory()
