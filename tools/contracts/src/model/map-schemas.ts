import type { Json, JsonObject } from '../json.ts'
import { SCHEMA_MAPS } from './keywords.ts'

/**
 * Like `mapObjects`, but a map of names is no schema: a member called `nullable` is no keyword. Nor is data, which stays as it is.
 */
export function mapSchemas(value: Json, change: (object: JsonObject) => JsonObject, isMap = false): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const mapped = value.map((member) => mapSchemas(member, change))
    return mapped.every((member, index) => member === value[index]) ? value : mapped
  }
  let copy: JsonObject | undefined
  for (const key in value) {
    const member = value[key]
    if (typeof member !== 'object' || member === null || (!isMap && (key === 'const' || key === 'enum'))) continue
    const mapped = mapSchemas(member, change, !isMap && SCHEMA_MAPS.has(key))
    if (mapped === member) continue
    copy ??= { ...value }
    copy[key] = mapped
  }
  return isMap ? (copy ?? value) : change(copy ?? value)
}
