import { branchesOf, isObject, type Json, type JsonObject } from '../json.ts'
import { pairMemory } from '../model/pair-memory.ts'
import { open } from './schema-comparison.ts'

/** What a choice of one schema or null is beside null; `undefined` for any other schema. */
export function besideNull(schema: Json | undefined): Json | undefined {
  if (!isObject(schema) || Object.keys(schema).some((key) => !['anyOf', 'oneOf', 'description', 'title'].includes(key)))
    return undefined
  const branches = branchesOf(schema) ?? []
  const others = branches.filter((branch) => !(isObject(branch) && branch['type'] === 'null'))
  return others.length === 1 && branches.length === 2 ? others[0] : undefined
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
