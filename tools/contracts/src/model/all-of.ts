import { isObject, type Json, type JsonObject, mapObjects, objectAt, strings } from '../json.ts'

/**
 * The same schemas with what the parts of an `allOf` require required of the whole: a part may require a member that another
 * part describes, and openapi-typescript looks for a required member only in the part that says so.
 */
export function liftRequired(schemas: JsonObject): JsonObject {
  return mapObjects(schemas, withLifted)
}

function withLifted(schema: JsonObject): JsonObject {
  const parts = schema['allOf']
  if (!Array.isArray(parts)) return schema
  const required = new Set([...strings(schema['required']), ...parts.flatMap(requiredOf)])
  return required.size === 0 ? schema : { ...schema, required: [...required] }
}

// What a part describes itself is required there already.
function requiredOf(part: Json): string[] {
  if (!isObject(part)) return []
  const described = objectAt(part, 'properties')
  return strings(part['required']).filter((name) => !Object.hasOwn(described, name))
}
