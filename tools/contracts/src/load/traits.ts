import { isObject, type Json, type JsonObject, mapObjects } from '../json.ts'
import { resolve } from './references.ts'

/**
 * The same AsyncAPI document with the traits of messages and operations merged into them, as every later step reads it. What
 * a message or an operation says itself wins over its traits, and a later trait over an earlier one (AsyncAPI 3.0, Traits
 * Merge Mechanism).
 */
export function withTraits(document: JsonObject): JsonObject {
  if (document['asyncapi'] === undefined) return document
  return mapObjects(document, (object) => {
    const { traits, ...own } = object
    if (!Array.isArray(traits)) return object
    const parts = traits.map((trait) => resolve(document, trait) ?? {})
    return [...parts, own].reduce(overlaid, {})
  })
}

function overlaid(base: JsonObject, over: JsonObject): JsonObject {
  const result: JsonObject = { ...base }
  for (const [key, value] of Object.entries(over)) result[key] = member(result[key], value)
  return result
}

function member(base: Json | undefined, over: Json): Json {
  return isObject(base) && isObject(over) ? overlaid(base, over) : over
}
