import { arrayAt, branchesOf, isObject, type Json, type JsonObject, mapObjects, objectAt } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { alternatives } from './discriminators.ts'

/**
 * The same document with the values of its discriminators as the members say them. openapi-typescript takes the name of a
 * schema for the value wherever no mapping says another, also where the schema limits the property to other texts; those
 * are what the validators accept. Where every member says its own values, the discriminator has nothing to add, and goes.
 *
 * @param openForms Open form → the component it was made from, whose name is the value.
 */
export function withOwnValues(document: JsonObject, openForms: ReadonlyMap<string, string> = new Map()): JsonObject {
  const schemas = objectAt(objectAt(document, 'components'), 'schemas')
  const result = mapObjects(document, (schema) => {
    const members = branchesOf(schema)?.flatMap(nameIn)
    return members === undefined ? schema : settled(schema, members, { schemas, openForms })
  })
  if (!isObject(result)) return document
  const components = objectAt(result, 'components')
  const parents = Object.entries(objectAt(components, 'schemas')).map(([name, schema]): [string, Json] => {
    const isParent = isObject(schema) && schema['discriminator'] !== undefined && branchesOf(schema) === undefined
    return [name, isParent ? settled(schema, madeOf(name, schemas), { schemas, openForms }) : schema]
  })
  return { ...result, components: { ...components, schemas: Object.fromEntries(parents) } }
}

type Context = { readonly schemas: JsonObject; readonly openForms: ReadonlyMap<string, string> }

function settled(schema: JsonObject, members: readonly string[], { schemas, openForms }: Context): JsonObject {
  const { discriminator, ...rest } = schema
  const property = isObject(discriminator) ? discriminator['propertyName'] : undefined
  if (!isObject(discriminator) || typeof property !== 'string') return schema
  const mapping = Object.entries(objectAt(discriminator, 'mapping'))
  const own = members.map((name) => {
    const mapped = mapping.filter(([, target]) => schemaName(target) === name).map(([value]) => value)
    // What a parent's own discriminator says is not said again.
    const isSaid = mapped.length === 0 && branchesOf(schema) !== undefined && hasParent(name, property, schemas)
    const closed = openForms.get(name)
    const implied = mapped.length > 0 ? mapped : [closed ?? name]
    const values = isSaid ? [] : ownValues(name, property, implied, schemas)
    // The name openapi-typescript would take is that of the form.
    return { name, values, named: values === undefined && closed !== undefined && mapped.length === 0 ? [closed] : [] }
  })
  if (own.length > 0 && own.every(({ values }) => values !== undefined)) return rest
  const added = own.flatMap(({ name, values = [], named }) =>
    [...values, ...named].map((value): [string, Json] => [value, `#/components/schemas/${name}`]),
  )
  if (added.length === 0) return schema
  return { ...schema, discriminator: { ...discriminator, mapping: Object.fromEntries([...mapping, ...added]) } }
}

// What a member limits the property to; `undefined` where the discriminator limits it further.
function ownValues(
  name: string,
  property: string,
  mapped: readonly string[],
  schemas: JsonObject,
): readonly string[] | undefined {
  const shapes = alternatives(schemas, { $ref: `#/components/schemas/${name}` })
  const values = shapes.map((shape) => shape.values.get(property))
  const known = new Set(values.flatMap((texts) => texts ?? []))
  const isNarrower = mapped.length < known.size && mapped.every((value) => known.has(value))
  return values.includes(undefined) || isNarrower ? undefined : [...known]
}

function nameIn(member: Json): string[] {
  const name = isObject(member) ? schemaName(member['$ref']) : undefined
  return name === undefined ? [] : [name]
}

function hasParent(name: string, property: string, schemas: JsonObject): boolean {
  return partsOf(schemas[name]).some((part) => {
    const parent = schemas[part]
    return isObject(parent) && objectAt(parent, 'discriminator')['propertyName'] === property
  })
}

function madeOf(parent: string, schemas: JsonObject): string[] {
  return Object.keys(schemas).filter((name) => partsOf(schemas[name]).includes(parent))
}

/** The components that a schema is made of by `allOf`. */
function partsOf(schema: Json | undefined): string[] {
  return isObject(schema) ? arrayAt(schema, 'allOf').flatMap(nameIn) : []
}
