import { atPointer, isObject, type Json, type JsonObject } from '../json.ts'

/**
 * A reader of JSON Schema that answers the two questions a validator does not:
 * which members of a value no schema describes, and which schema places the value reached.
 */
export type SchemaReader = {
  /** The schemas that hold for this value at once: references followed, `allOf` joined, fitting `anyOf`/`oneOf` branches taken. */
  holding(schema: Json, value: Json): JsonObject[]
  resolve(schema: Json): JsonObject | undefined
}

/** `fits` decides whether a branch describes the value; it is the validator's job, so it comes in. */
export function createSchemaReader(root: Json, fits: (schema: JsonObject, value: Json) => boolean): SchemaReader {
  // One result per place: compiled branches are remembered by identity.
  const resolved = new WeakMap<JsonObject, JsonObject>()

  const resolve = (schema: Json): JsonObject | undefined => {
    if (!isObject(schema)) return undefined
    const known = resolved.get(schema)
    if (known !== undefined) return known
    const found = follow(schema)
    if (found !== undefined) resolved.set(schema, found)
    return found
  }

  const follow = (schema: JsonObject): JsonObject | undefined => {
    const ref = schema['$ref']
    if (typeof ref !== 'string') return schema
    const target = atPointer(root, ref)
    if (!isObject(target)) throw new Error(`the contract refers to ${ref}, which is not in it`)
    const { $ref: _, ...siblings } = schema
    const described = resolve(target)
    return described === undefined ? undefined : { ...described, ...siblings }
  }

  const holding = (schema: Json, value: Json): JsonObject[] => {
    const own = resolve(schema)
    if (own === undefined) return []
    const found = [own]
    for (const part of list(own['allOf'])) found.push(...holding(part, value))
    for (const part of [...list(own['anyOf']), ...list(own['oneOf'])]) {
      const branch = resolve(part)
      if (branch !== undefined && fits(branch, value)) found.push(...holding(branch, value))
    }
    return found
  }

  return { holding, resolve }
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}
