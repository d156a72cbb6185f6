import { isObject, type Json, type JsonObject, partsAndChoices, strings } from '../json.ts'
import { resolve } from '../load/references.ts'

/** Keywords that speak of one type only, where no type is stated. */
const OF_OBJECTS = ['properties', 'additionalProperties', 'patternProperties', 'required']
const OF_ARRAYS = ['items', 'prefixItems']

/**
 * The JSON types that a schema says its values have, however it says so: by type, by the keywords of an object or a list, by
 * its values, or through references and compositions. Empty where it does not say.
 */
export function jsonTypesOf(document: JsonObject, schema: Json | undefined): ReadonlySet<string> {
  return typesOf(document, schema, new Set())
}

function typesOf(document: JsonObject, schema: Json | undefined, above: ReadonlySet<JsonObject>): ReadonlySet<string> {
  const target = resolve(document, schema)
  if (target === undefined || above.has(target)) return new Set()
  const own = ownTypes(target)
  if (own.size > 0) return own
  const inside = new Set([...above, target])
  return new Set(partsAndChoices(target).flatMap((part) => [...typesOf(document, part, inside)]))
}

/** The types that a schema states itself, parts and choices apart. */
export function ownTypes(schema: JsonObject): ReadonlySet<string> {
  const { type, enum: values, const: constant } = schema
  if (type !== undefined) return new Set(strings([type].flat()))
  if (constant !== undefined) return new Set([typeOf(constant)])
  if (Array.isArray(values)) return new Set(values.map(typeOf))
  if (OF_OBJECTS.some((keyword) => schema[keyword] !== undefined)) return new Set(['object'])
  return new Set(OF_ARRAYS.some((keyword) => schema[keyword] !== undefined) ? ['array'] : [])
}

/** Whether a value is of one of the types. An integer is a number. */
export function isOf(types: readonly string[], value: Json): boolean {
  const type = typeOf(value)
  return types.includes(type) || (type === 'integer' && types.includes('number'))
}

function typeOf(value: Json): string {
  if (value === null) return 'null'
  if (Number.isInteger(value)) return 'integer'
  return Array.isArray(value) ? 'array' : isObject(value) ? 'object' : typeof value
}
