import { isObject, type Json, type JsonObject } from '../json.ts'
import type { SchemaReader } from './schema.ts'

/**
 * Members that no schema describes, as JSON pointers with `*` for array places.
 * The contracts leave objects open on purpose, so a validator lets these pass; the audit must not.
 * An object schema without `properties` is free-form (`instructions`, `extensions`): nothing inside it is unknown.
 */
export function unknownFields(reader: SchemaReader, schema: Json, value: Json): string[] {
  const found = new Set<string>()
  const visit = (schemas: Json[], value: Json, at: string): void => {
    const holding = schemas.flatMap((schema) => reader.holding(schema, value))
    if (Array.isArray(value)) {
      const items = holding.map((schema) => schema['items']).filter((item) => item !== undefined)
      for (const element of value) visit(items, element, `${at}/*`)
      return
    }
    if (!isObject(value)) return
    const described = holding.filter((schema) => isObject(schema['properties']))
    const maps = holding.map((schema) => schema['additionalProperties']).filter(isObject)
    if (described.length === 0 && maps.length === 0) return
    for (const [key, member] of Object.entries(value)) {
      const inside = described.flatMap((schema) => property(schema, key))
      if (inside.length > 0) visit(inside, member, `${at}/${key}`)
      else if (maps.length > 0) visit(maps, member, `${at}/*`)
      else found.add(`${at}/${key}`)
    }
  }
  visit([schema], value, '')
  return [...found].sort()
}

function property(schema: JsonObject, key: string): Json[] {
  const properties = schema['properties']
  if (!isObject(properties) || !Object.hasOwn(properties, key)) return []
  const found = properties[key]
  return found === undefined ? [] : [found]
}
