import { isObject, type Json, type JsonObject, objectAt, strings } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { ContractProblem } from '../problem.ts'

/** The one object schema that an `allOf` amounts to. A property in several parts keeps the narrowest of its schemas. */
export function flatten(schema: JsonObject, schemas: JsonObject, seen: ReadonlySet<string> = new Set()): JsonObject {
  const { allOf, ...own } = schema
  const parts = Array.isArray(allOf) ? allOf : []
  return parts.map((part) => open(part, schemas, seen)).reduce((whole, part) => merge(whole, part, schemas), own)
}

function open(part: Json, schemas: JsonObject, seen: ReadonlySet<string>): JsonObject {
  if (!isObject(part)) return {}
  const name = schemaName(part['$ref'])
  if (name === undefined) return flatten(part, schemas, seen)
  if (seen.has(name)) throw new ContractProblem(`${name} is composed of itself through allOf.`)
  const target = schemas[name]
  return isObject(target) ? flatten(target, schemas, new Set([...seen, name])) : {}
}

/** Two object schemas that must both hold as one. A property in both keeps the narrower of its schemas. */
export function merge(a: JsonObject, b: JsonObject, schemas: JsonObject): JsonObject {
  const properties: JsonObject = { ...objectAt(a, 'properties') }
  for (const [name, schema] of Object.entries(objectAt(b, 'properties'))) {
    const present = properties[name]
    properties[name] = present === undefined ? schema : narrower(present, schema, schemas)
  }
  const required = [...new Set([...strings(a['required']), ...strings(b['required'])])]
  const type = commonType(a['type'], b['type'])
  return {
    ...b,
    ...a,
    ...(type === undefined ? {} : { type }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
  }
}

// A value has a type that both allow. Where there is none, no value is possible, and the first one speaks.
function commonType(a: Json | undefined, b: Json | undefined): Json | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const allowed = new Set([b].flat())
  const common = [a].flat().filter((type) => allowed.has(type))
  return common.length > 1 ? common : (common[0] ?? a)
}

// A const is narrower than an enum, an enum than a type. Where neither is, both must hold and the first one speaks.
function narrower(a: Json, b: Json, schemas: JsonObject): Json {
  return rank(b, schemas) > rank(a, schemas) ? b : a
}

function rank(schema: Json, schemas: JsonObject): number {
  if (!isObject(schema)) return 0
  if (schema['const'] !== undefined) return 3
  if (Array.isArray(schema['enum'])) return 2 + 1 / (schema['enum'].length + 1)
  const name = schemaName(schema['$ref'])
  return name === undefined ? 1 : rank(schemas[name] ?? true, schemas)
}
