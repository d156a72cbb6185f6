import { branchesOf, isObject, type Json, type JsonObject } from '../json.ts'
import { isAnnotation } from '../model/keywords.ts'
import { pairMemory } from '../model/pair-memory.ts'
import { open } from './schema-comparison.ts'

/** What a choice of one schema or null is beside null, with what is said of the whole; `undefined` for any other schema. */
export function besideNull(schema: Json | undefined): Json | undefined {
  if (!isObject(schema)) return undefined
  const { anyOf: _any, oneOf: _one, ...said } = schema
  if (!Object.keys(said).every(isAnnotation)) return undefined
  const branches = branchesOf(schema) ?? []
  const others = branches.filter((branch) => !(isObject(branch) && branch['type'] === 'null'))
  const [other] = others
  if (others.length !== 1 || branches.length !== 2) return undefined
  return isObject(other) ? withoutNull(schema, other, () => ({ ...other, ...said })) : other
}

/** A schema without the null that is one of its types, and whether there was one. */
export function partedType(
  document: JsonObject,
  schema: Json | undefined,
): { readonly schema: Json | undefined; readonly nullable: boolean } {
  const opened = open(document, schema)
  const { type } = opened
  if (!Array.isArray(type) || !type.includes('null')) return { schema, nullable: false }
  return { schema: withoutNull(document, opened, () => ({ ...opened, type: typesBesideNull(type) })), nullable: true }
}

function typesBesideNull(types: readonly Json[]): Json {
  const others = types.filter((type) => type !== 'null')
  return others.length === 1 ? (others[0] ?? 'null') : others
}

const withoutNull = pairMemory()
