import { arrayAt, branchesOf, isObject, type Json, type JsonObject, objectAt, strings, textAt } from '../json.ts'
import { referenceTo, schemaName } from '../load/references.ts'

/** One object a payload can be: every property with the texts it is limited to, and the components it is made of. */
export type Alternative = {
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly required: ReadonlySet<string>
  readonly through: ReadonlySet<string>
}

/** What a schema can be: unions taken apart, compositions put together. */
export function alternatives(schemas: JsonObject, schema: Json, seen: ReadonlySet<string> = new Set()): Alternative[] {
  if (!isObject(schema)) return [EMPTY]
  const name = schemaName(schema['$ref'])
  if (name !== undefined) {
    if (seen.has(name)) return [EMPTY]
    const inside = alternatives(schemas, schemas[name] ?? true, new Set([...seen, name]))
    return inside.map((shape) => ({ ...shape, through: new Set([...shape.through, name]) }))
  }
  const union = branchesOf(schema)
  const own = ownShape(schemas, schema)
  const parts: Alternative[][] = [
    [own],
    ...(Array.isArray(schema['allOf']) ? schema['allOf'] : []).map((part) => alternatives(schemas, part, seen)),
  ]
  if (union !== undefined) parts.push(union.flatMap((branch) => alternatives(schemas, branch, seen)))
  return parts.reduce((left, right) => left.flatMap((a) => right.map((b) => combine(a, b))))
}

const EMPTY: Alternative = { values: new Map(), required: new Set(), through: new Set() }

function ownShape(schemas: JsonObject, schema: JsonObject): Alternative {
  const values = new Map<string, readonly string[]>()
  for (const [name, property] of Object.entries(objectAt(schema, 'properties'))) {
    const texts = textsOf(schemas, property)
    if (texts !== undefined) values.set(name, texts)
  }
  return { values, required: new Set(strings(schema['required'])), through: new Set() }
}

// The texts a property is limited to by const or enum, through references.
function textsOf(schemas: JsonObject, property: Json): readonly string[] | undefined {
  if (!isObject(property)) return undefined
  if (typeof property['const'] === 'string') return [property['const']]
  if (Array.isArray(property['enum'])) return strings(property['enum'])
  const name = schemaName(property['$ref'])
  if (name !== undefined) return textsOf(schemas, schemas[name] ?? true)
  // All parts hold, so the texts are those that each part with texts allows.
  const parts = arrayAt(property, 'allOf').flatMap((part) => {
    const texts = textsOf(schemas, part)
    return texts === undefined ? [] : [texts]
  })
  return parts.length === 0 ? undefined : parts.reduce((left, right) => left.filter((text) => right.includes(text)))
}

// Both parts hold, so a property is limited to the texts that both allow.
function combine(a: Alternative, b: Alternative): Alternative {
  const values = new Map(a.values)
  for (const [name, texts] of b.values) {
    const present = values.get(name)
    values.set(name, present === undefined ? texts : present.filter((text) => texts.includes(text)))
  }
  return { values, required: new Set([...a.required, ...b.required]), through: new Set([...a.through, ...b.through]) }
}

/** The properties that every shape of every payload requires and limits to known texts, in order of their names. */
export function discriminatorsOf(schemas: JsonObject, payloads: readonly string[]): string[] {
  const shapes = payloads.flatMap((payload) => alternatives(schemas, { $ref: referenceTo(payload) }))
  const [first, ...rest] = shapes
  if (first === undefined) return []
  const everywhere = (name: string): boolean =>
    rest.every((shape) => shape.required.has(name) && shape.values.has(name))
  return [...first.values.keys()].filter((name) => first.required.has(name) && everywhere(name)).sort()
}

/** The pairs of shapes that the discriminators do not tell apart, by the names of their payloads. */
export function ambiguous(schemas: JsonObject, payloads: readonly string[]): [string, string][] {
  const discriminators = discriminatorsOf(schemas, payloads)
  const shapes = payloads.flatMap((payload) =>
    alternatives(schemas, { $ref: referenceTo(payload) }).map((shape) => ({ payload, shape })),
  )
  return shapes.flatMap((a, index) =>
    shapes.slice(index + 1).flatMap((b): [string, string][] => {
      if (a.payload === b.payload) return []
      const overlap = discriminators.every((name) =>
        a.shape.values.get(name)?.some((text) => b.shape.values.get(name)?.includes(text)),
      )
      return overlap ? [[a.payload, b.payload]] : []
    }),
  )
}

/** A component that is made of a parent, and the property by which the parent tells its children apart. */
export type Child = { readonly name: string; readonly parent: string; readonly property: string }

/** The children of every component that names a discriminator and lists no members, theirs in turn included. */
export function childrenIn(schemas: JsonObject): Child[] {
  const parents = Object.entries(schemas).flatMap(([parent, schema]) => {
    const property = isObject(schema) ? textAt(objectAt(schema, 'discriminator'), 'propertyName') : undefined
    return property === undefined || !isObject(schema) || branchesOf(schema) !== undefined ? [] : [{ parent, property }]
  })
  if (parents.length === 0) return []
  return Object.keys(schemas).flatMap((name) => {
    const parts = partsOf(name, schemas)
    return parents.filter(({ parent }) => parent !== name && parts.has(parent)).map((one) => ({ name, ...one }))
  })
}

/** The components that one is made of by `allOf`, itself included. */
export function partsOf(
  name: string,
  schemas: JsonObject,
  found: Set<string> = new Set<string>(),
): ReadonlySet<string> {
  if (found.has(name)) return found
  found.add(name)
  const visit = (schema: Json | undefined): void => {
    for (const part of isObject(schema) ? arrayAt(schema, 'allOf') : []) {
      const other = isObject(part) ? schemaName(part['$ref']) : undefined
      if (other === undefined) visit(part)
      else partsOf(other, schemas, found)
    }
  }
  visit(schemas[name])
  return found
}
