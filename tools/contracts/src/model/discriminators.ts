import { arrayAt, branchesOf, isObject, type Json, type JsonObject, objectAt, strings, textAt } from '../json.ts'
import { referenceTo, schemaName } from '../load/references.ts'

/** One object a payload can be: the texts that each property which was asked about is limited to, where it is. */
export type Alternative = ReadonlyMap<string, readonly string[]>

/**
 * What a schema can be as far as some properties go: unions taken apart, compositions put together. Objects that have the
 * same texts are one alternative, since a schema composed of many unions can be more objects than there is time for.
 */
export function alternatives(schemas: JsonObject, schema: Json, about: readonly string[]): Alternative[] {
  return alternativesOf(schema, { schemas, about, above: new Set() })
}

type Search = { readonly schemas: JsonObject; readonly about: readonly string[]; readonly above: ReadonlySet<string> }

function alternativesOf(schema: Json, search: Search): Alternative[] {
  if (!isObject(schema)) return [NOTHING_SAID]
  const { schemas, above } = search
  const name = schemaName(schema['$ref'])
  if (name !== undefined)
    return above.has(name)
      ? [NOTHING_SAID]
      : alternativesOf(schemas[name] ?? true, { ...search, above: new Set([...above, name]) })
  const union = branchesOf(schema)
  const parts = [
    ...arrayAt(schema, 'allOf').map((part) => alternativesOf(part, search)),
    ...(union === undefined ? [] : [distinct(union.flatMap((branch) => alternativesOf(branch, search)))]),
  ]
  return parts.reduce(
    (left, right) => distinct(left.flatMap((a) => right.map((b) => combine(a, b)))),
    [ownTexts(schema, search)],
  )
}

const NOTHING_SAID: Alternative = new Map()

function ownTexts(schema: JsonObject, { schemas, about }: Search): Alternative {
  const properties = objectAt(schema, 'properties')
  const texts = new Map<string, readonly string[]>()
  for (const name of about) {
    const own = Object.hasOwn(properties, name) ? textsOf(schemas, properties[name] ?? true) : undefined
    if (own !== undefined) texts.set(name, own)
  }
  return texts
}

function distinct(shapes: readonly Alternative[]): Alternative[] {
  return [
    ...new Map(
      shapes.map((shape) => [JSON.stringify([...shape].sort(([a], [b]) => (a < b ? -1 : 1))), shape]),
    ).values(),
  ]
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
  const both = new Map(a)
  for (const [name, texts] of b) {
    const present = both.get(name)
    both.set(name, present === undefined ? texts : present.filter((text) => texts.includes(text)))
  }
  return both
}

/** The components that a schema is made of or is one of, by references, parts and choices. */
export function constituents(schemas: JsonObject, schema: Json, found: Set<string> = new Set<string>()): Set<string> {
  if (!isObject(schema)) return found
  const name = schemaName(schema['$ref'])
  if (name !== undefined && !found.has(name)) constituents(schemas, schemas[name] ?? true, found.add(name))
  for (const part of [...arrayAt(schema, 'allOf'), ...(branchesOf(schema) ?? [])]) constituents(schemas, part, found)
  return found
}

/** What holds of every object a schema can be: the properties it requires, and those it limits to known texts. */
type Certain = { readonly required: ReadonlySet<string>; readonly limited: ReadonlySet<string> }

// What one part makes certain is certain of the whole; of a choice it is what every branch does.
function certainOf(schemas: JsonObject, schema: Json, above: ReadonlySet<string> = new Set()): Certain {
  if (!isObject(schema)) return UNCERTAIN
  const name = schemaName(schema['$ref'])
  if (name !== undefined)
    return above.has(name) ? UNCERTAIN : certainOf(schemas, schemas[name] ?? true, new Set([...above, name]))
  const limited = Object.entries(objectAt(schema, 'properties'))
    .filter(([, property]) => textsOf(schemas, property) !== undefined)
    .map(([property]) => property)
  const own = { required: new Set(strings(schema['required'])), limited: new Set(limited) }
  const parts = arrayAt(schema, 'allOf').map((part) => certainOf(schemas, part, above))
  const choices = (branchesOf(schema) ?? []).map((branch) => certainOf(schemas, branch, above))
  const all = [own, ...parts, ...(choices.length === 0 ? [] : [both(choices, inAll)])]
  return both(all, inAny)
}

function both(all: readonly Certain[], join: (sets: readonly ReadonlySet<string>[]) => ReadonlySet<string>): Certain {
  return { required: join(all.map(({ required }) => required)), limited: join(all.map(({ limited }) => limited)) }
}

function inAny(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((one) => [...one]))
}

function inAll(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first = new Set<string>(), ...rest] = sets
  return new Set([...first].filter((name) => rest.every((one) => one.has(name))))
}

const UNCERTAIN: Certain = { required: new Set(), limited: new Set() }

/** The properties that every shape of every payload requires and limits to known texts, in order of their names. */
export function discriminatorsOf(schemas: JsonObject, payloads: readonly string[]): string[] {
  const telling = payloads.flatMap((payload) => {
    const { required, limited } = certainOf(schemas, { $ref: referenceTo(payload) })
    return [required, limited]
  })
  return [...inAll(telling)].sort()
}

/** The pairs of shapes that the discriminators do not tell apart, by the names of their payloads. */
export function ambiguous(schemas: JsonObject, payloads: readonly string[]): [string, string][] {
  const discriminators = discriminatorsOf(schemas, payloads)
  const shapes = payloads.flatMap((payload) =>
    alternatives(schemas, { $ref: referenceTo(payload) }, discriminators).map((shape) => ({ payload, shape })),
  )
  return shapes.flatMap((a, index) =>
    shapes.slice(index + 1).flatMap((b): [string, string][] => {
      if (a.payload === b.payload) return []
      const overlap = discriminators.every((name) =>
        a.shape.get(name)?.some((text) => b.shape.get(name)?.includes(text)),
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
