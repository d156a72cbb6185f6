import {
  arrayAt,
  branchesOf,
  eachObject,
  isObject,
  type Json,
  type JsonObject,
  mapObjects,
  objectAt,
  strings,
  textAt,
} from '../json.ts'
import { referenceTo, schemaName } from '../load/references.ts'
import { alternatives, childrenIn, partsOf } from './discriminators.ts'
import { jsonTypesOf } from './json-types.ts'

/**
 * The same document with what its discriminators say of values written into their members, so that types narrow on them, and
 * without the discriminators. The value of a member is one that is mapped to it, else its name. A member that limits the
 * property itself is left alone, for that is what the validators accept, unless less is mapped to it. openapi-typescript would
 * take the name of a schema for its value in any case, and would see a member in one union only, and in none by `anyOf`.
 *
 * @param openForms Open form → the component it was made from, whose name is the value.
 */
export function withMembersToldApart(
  document: JsonObject,
  openForms: ReadonlyMap<string, string> = new Map(),
): JsonObject {
  const components = objectAt(document, 'components')
  const schemas = objectAt(components, 'schemas')
  // What is no object has no member to be told by.
  const mayHaveMembers = ({ name }: Member): boolean => {
    const types = jsonTypesOf(document, schemas[name])
    return types.size === 0 || types.has('object')
  }
  const members = membersIn(document, schemas, openForms)
    .filter(mayHaveMembers)
    .map((member) => withValues(member, schemas))
  const limited: JsonObject = { ...schemas }
  for (const member of members.filter(({ isLimited }) => isLimited)) {
    const { name, property } = member
    const values = valuesOf(member, members, schemas)
    limited[name] = withLimit(limited[name] ?? true, property, { type: 'string', enum: values })
  }
  return mapObjects({ ...document, components: { ...components, schemas: limited } }, withoutDiscriminator)
}

/** A component that discriminators tell apart by a property, and the values that they say it has. */
type Member = { readonly name: string; readonly property: string; readonly said: readonly string[] }

/** The members of every union with a discriminator, and the children of every parent with one, each once for a property. */
function membersIn(document: JsonObject, schemas: JsonObject, openForms: ReadonlyMap<string, string>): Member[] {
  const children = childrenIn(schemas)
  const members = new Map<string, Member>()
  const add = (name: string, property: string, mapped: readonly string[]): void => {
    const key = JSON.stringify([name, property])
    const said = mapped.length > 0 ? mapped : [openForms.get(name) ?? name]
    members.set(key, { name, property, said: [...new Set([...(members.get(key)?.said ?? []), ...said])] })
  }
  for (const { name, parent, property } of children)
    add(name, property, mappedTo(name, objectAt(objectAt(schemas, parent), 'discriminator')))
  eachObject(document, (schema) => {
    const discriminator = objectAt(schema, 'discriminator')
    const property = textAt(discriminator, 'propertyName')
    if (property === undefined) return
    for (const branch of branchesOf(schema) ?? []) {
      const name = isObject(branch) ? schemaName(branch['$ref']) : undefined
      if (name === undefined) continue
      const mapped = mappedTo(name, discriminator)
      // What a parent's own discriminator says is not said again.
      const isChild = children.some((child) => child.name === name && child.property === property)
      if (mapped.length > 0 || !isChild) add(name, property, mapped)
    }
  })
  return [...members.values()]
}

function mappedTo(name: string, discriminator: JsonObject): string[] {
  return Object.entries(objectAt(discriminator, 'mapping'))
    .filter(([, target]) => schemaName(target) === name)
    .map(([value]) => value)
}

/** A member with its values, and whether its discriminators are what limits the property to them. */
type Told = {
  readonly name: string
  readonly property: string
  readonly values: readonly string[]
  readonly isLimited: boolean
}

function withValues({ name, property, said }: Member, schemas: JsonObject): Told {
  const shapes = alternatives(schemas, { $ref: referenceTo(name) }, [property]).map((shape) => shape.get(property))
  const own = new Set(shapes.flatMap((texts) => texts ?? []))
  const isLess = said.length < own.size && said.every((value) => own.has(value))
  const isLimited = isLess || shapes.includes(undefined)
  return { name, property, values: isLimited ? said : [...own], isLimited }
}

// What is made of a member is one of its kind, under a value of its own.
function valuesOf({ name, property }: Told, members: readonly Told[], schemas: JsonObject): string[] {
  const kind = members.filter((other) => other.property === property && partsOf(other.name, schemas).has(name))
  return [...new Set(kind.flatMap(({ values }) => values))]
}

/** Keywords by which a schema is made of others. */
const COMPOSED = ['$ref', 'allOf', 'oneOf', 'anyOf']

function withLimit(schema: Json, property: string, limit: JsonObject): Json {
  if (!isObject(schema)) return schema
  const part: JsonObject = { type: 'object', required: [property], properties: { [property]: limit } }
  if (schema['$ref'] !== undefined) return { allOf: [schema, part] }
  if (schema['type'] !== 'object' || COMPOSED.some((keyword) => schema[keyword] !== undefined))
    return { ...schema, allOf: [...arrayAt(schema, 'allOf'), part] }
  const properties = objectAt(schema, 'properties')
  const own = properties[property]
  const isPlain = isObject(own) && COMPOSED.every((keyword) => own[keyword] === undefined)
  const limited: JsonObject =
    own === undefined || own === true ? limit : isPlain ? { ...own, ...limit } : { allOf: [own, limit] }
  return {
    ...schema,
    required: [...new Set([...strings(schema['required']), property])],
    properties: { ...properties, [property]: limited },
  }
}

// A property may be called like the keyword; its value is a schema.
function withoutDiscriminator(schema: JsonObject): JsonObject {
  const { discriminator, ...rest } = schema
  return isObject(discriminator) && typeof discriminator['propertyName'] === 'string' ? rest : schema
}
