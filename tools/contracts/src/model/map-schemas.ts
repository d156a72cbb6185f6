import type { Json, JsonObject } from '../json.ts'
import { SCHEMA_MAPS } from './keywords.ts'

/**
 * Like `mapObjects`, but a map of names is no schema: a member called `nullable` is no keyword. Nor is data, which stays as it is.
 */
export function mapSchemas(schema: JsonObject, change: (object: JsonObject) => JsonObject): JsonObject {
  return change(mapMembers(schema, change, false))
}

function mapMembers(object: JsonObject, change: (object: JsonObject) => JsonObject, isMap: boolean): JsonObject {
  let copy: JsonObject | undefined
  for (const key in object) {
    const member = object[key] ?? null
    if (!isMap && (key === 'const' || key === 'enum')) continue
    const mapped = mapMember(member, change, !isMap && SCHEMA_MAPS.has(key))
    if (mapped === member) continue
    copy ??= { ...object }
    copy[key] = mapped
  }
  return copy ?? object
}

function mapMember(value: Json, change: (object: JsonObject) => JsonObject, isMap: boolean): Json {
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) return isMap ? mapMembers(value, change, true) : mapSchemas(value, change)
  const mapped = value.map((member) => mapMember(member, change, false))
  return mapped.every((member, index) => member === value[index]) ? value : mapped
}
