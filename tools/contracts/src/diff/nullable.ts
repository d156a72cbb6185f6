import { branchesOf, isObject, type Json, type JsonObject } from '../json.ts'
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
  const { type, ...rest } = opened
  if (!Array.isArray(type) || !type.includes('null')) return { schema, nullable: false }
  const types = type.filter((one) => one !== 'null')
  return { schema: { ...rest, type: types.length === 1 ? (types[0] ?? 'null') : types }, nullable: true }
}
