import type { JsonObject } from '../json.ts'

/**
 * Remembers what is made of two objects, so that it is the same object however often it is met: by that, who follows a schema
 * that contains itself knows where to stop.
 */
export function pairMemory(): (one: JsonObject, other: JsonObject, make: () => JsonObject) => JsonObject {
  const known = new WeakMap<JsonObject, WeakMap<JsonObject, JsonObject>>()
  return (one, other, make) => {
    const made = known.get(one) ?? new WeakMap<JsonObject, JsonObject>()
    known.set(one, made)
    const value = made.get(other) ?? make()
    made.set(other, value)
    return value
  }
}
