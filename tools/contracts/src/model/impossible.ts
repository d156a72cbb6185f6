import { arrayAt, isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { ownTypes } from './json-types.ts'

/** Whether what a schema is made of by `allOf` contradicts itself, in its types or in the values it is limited to, so that no value is one. */
export function isImpossible(schema: JsonObject, schemas: JsonObject): boolean {
  return contradict(partsIn(schema, schemas, new Set()))
}

/** The members that the parts of a composition contradict each other about, so that no value has one. */
export function impossibleMembers(schema: JsonObject, schemas: JsonObject): string[] {
  const parts = partsIn(schema, schemas, new Set()).map((part) => objectAt(part, 'properties'))
  return [...new Set(parts.flatMap(Object.keys))].filter((name) => {
    const said = parts.flatMap((members) => members[name] ?? [])
    return said.length > 1 && isImpossible({ allOf: said }, schemas)
  })
}

function contradict(parts: readonly JsonObject[]): boolean {
  return !meet(parts.map(typesOf)) || !meet(parts.map(valuesOf))
}

// Choices say less than one part each, so they are left out.
function partsIn(schema: Json | undefined, schemas: JsonObject, seen: Set<Json>): JsonObject[] {
  if (!isObject(schema) || seen.has(schema)) return []
  seen.add(schema)
  const name = schemaName(schema['$ref'])
  const target = name === undefined ? [] : partsIn(schemas[name], schemas, seen)
  return [schema, ...target, ...arrayAt(schema, 'allOf').flatMap((part) => partsIn(part, schemas, seen))]
}

// Only what states them: the members of an object do not say that it is one.
function typesOf(schema: JsonObject): ReadonlySet<string> | undefined {
  if (['type', 'const', 'enum'].every((keyword) => schema[keyword] === undefined)) return undefined
  const types = ownTypes(schema)
  // Every integer is a number; that a number may be one is enough.
  return new Set([...types].map((type) => (type === 'integer' ? 'number' : type)))
}

function valuesOf({ const: constant, enum: values }: JsonObject): ReadonlySet<string> | undefined {
  const written = constant === undefined ? values : [constant]
  return Array.isArray(written) ? new Set(written.map((value) => JSON.stringify(value))) : undefined
}

function meet(sets: readonly (ReadonlySet<string> | undefined)[]): boolean {
  const stated = sets.filter((one) => one !== undefined)
  const [first = new Set<string>(), ...others] = stated
  return stated.length < 2 || [...first].some((one) => others.every((other) => other.has(one)))
}
