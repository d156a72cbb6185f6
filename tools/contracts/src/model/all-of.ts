import { isObject, type Json, type JsonObject, mapObjects, strings } from '../json.ts'

/**
 * The same schemas with what the parts of an `allOf` require required of the whole: a part may require a member that another
 * part describes, and openapi-typescript looks for a required member only in the part that says so.
 */
export function liftRequired(schemas: JsonObject): JsonObject {
  const lifted = mapObjects(schemas, withLifted)
  return isObject(lifted) ? lifted : schemas
}

function withLifted(schema: JsonObject): JsonObject {
  const parts = schema['allOf']
  if (!Array.isArray(parts)) return schema
  const required = new Set([...strings(schema['required']), ...parts.flatMap(requiredOf)])
  return required.size === 0 ? schema : { ...schema, required: [...required] }
}

function requiredOf(part: Json): string[] {
  return isObject(part) ? strings(part['required']) : []
}
