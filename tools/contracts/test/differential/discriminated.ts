import fc from 'fast-check'
import { isObject, type Json, type JsonObject, objectAt, strings } from '../../src/json.ts'
import { schemaName } from '../../src/load/references.ts'
import { COMPONENTS, document, type Flavour, leaf, together } from './schemas.ts'

/** The property that tells members apart. */
const KIND = 'k'
const VALUES = ['a', 'b', 'B', 'C'] as const

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` })
const value = fc.constantFrom(...VALUES)

function kinds({ openapi }: Flavour): fc.Arbitrary<JsonObject> {
  const listed = fc.uniqueArray(value, { minLength: 1, maxLength: 2 }).map((list) => ({ type: 'string', enum: list }))
  const constant = value.map((one): JsonObject => (openapi === '3.1.0' ? { const: one } : { enum: [one] }))
  return fc.oneof(fc.constant<JsonObject>({ type: 'string' }), listed, constant)
}

/** An object that may say what it is. */
function objects(flavour: Flavour): fc.Arbitrary<JsonObject> {
  const others = fc.dictionary(fc.constantFrom('a', 'b'), leaf(flavour), { maxKeys: 2, noNullPrototype: true })
  const said = fc.option(kinds(flavour), { nil: undefined })
  const required = fc.constantFrom<string[]>([], [KIND], [KIND, 'a'])
  return fc.tuple(said, others, required).map(
    ([kind, members, names]): JsonObject => ({
      type: 'object',
      properties: { ...(kind === undefined ? {} : { [KIND]: kind }), ...members },
      ...(names.length === 0 ? {} : { required: names }),
    }),
  )
}

/** A discriminator that may say which value stands for which member, by reference or by name. */
function discriminators(members: readonly string[]): fc.Arbitrary<JsonObject> {
  const target = fc.constantFrom(...members).chain((name) => fc.constantFrom(name, `#/components/schemas/${name}`))
  const mapping = fc.dictionary(value, target, { minKeys: 1, maxKeys: 3, noNullPrototype: true })
  return fc.option(mapping, { nil: undefined }).map((mapped) => ({
    discriminator: { propertyName: KIND, ...(mapped === undefined ? {} : { mapping: mapped }) },
  }))
}

function unions(members: readonly string[]): fc.Arbitrary<JsonObject> {
  const choice = fc.constantFrom('oneOf', 'anyOf').map((keyword): JsonObject => ({ [keyword]: members.map(ref) }))
  return together(choice, fc.oneof(discriminators(members), fc.constant<JsonObject>({})))
}

/** A random contract of unions with discriminators, or of a parent that has one and its children. */
export function discriminated(flavour: Flavour): fc.Arbitrary<JsonObject> {
  const [object, holder] = [objects(flavour), { type: 'object', properties: { a: ref('B'), b: ref('A') } }]
  const second = fc.oneof(unions(['C', 'B']), fc.constant<JsonObject>(holder), object)
  const members = fc.record({
    A: together(unions(['B', 'C']), discriminators(['B', 'C'])),
    B: object,
    C: object,
    D: second,
  })
  const child = (...parents: string[]): fc.Arbitrary<JsonObject> =>
    fc.tuple(fc.constantFrom(...parents), object).map(([name, own]) => ({ allOf: [ref(name), own] }))
  const parent = together(object, discriminators(['B', 'C']))
  const family = fc.record({
    A: fc.oneof(unions(['B', 'C']), fc.constant<JsonObject>(holder)),
    B: child('D'),
    C: child('D', 'B'),
    D: parent,
  })
  return fc.oneof(members, family).map((schemas) => document(flavour, schemas))
}

/**
 * The same contract with what its discriminators say of values as a part of the schemas, which it is for types and is not for
 * validators: the value of a member is one that is mapped to it, or its name; a member that limits the property limits it alone,
 * unless what is mapped to it is less.
 */
export function spelledOut(contract: JsonObject): JsonObject {
  const components = objectAt(contract, 'components')
  const schemas = objectAt(components, 'schemas')
  const limited = COMPONENTS.map((name): [string, Json] => {
    const said = (one: string): string[] | undefined => valuesOf(one, schemas)
    // What is made of it is one of its kind, under a value of its own.
    const kind = COMPONENTS.filter((other) => other === name || hasPart(schemas[other], name, schemas))
    const values = kind.flatMap((one) => said(one) ?? [])
    const limit: JsonObject = { properties: { [KIND]: { enum: values } }, required: [KIND] }
    const schema = schemas[name] ?? true
    if (said(name) === undefined) return [name, schema]
    return [name, { allOf: [schema, values.length === 0 ? { not: {} } : limit] }]
  })
  return { ...contract, components: { ...components, schemas: Object.fromEntries(limited) } }
}

function valuesOf(name: string, schemas: JsonObject): string[] | undefined {
  const said = Object.entries(schemas).flatMap(([holder, schema]) => saidBy(holder, schema, name, schemas))
  if (said.length === 0) return undefined
  const values = [...new Set(said)]
  const own = ownValues(schemas[name], schemas)
  const isLess = own !== undefined && values.length < own.length && values.every((one) => own.includes(one))
  return own === undefined || isLess ? values : own
}

/** The values that the discriminator of a component says another one has; none where the other is no member and no child of it. */
function saidBy(holder: string, schema: Json, name: string, schemas: JsonObject): string[] {
  if (!isObject(schema) || !isObject(schema['discriminator'])) return []
  const members = schema['oneOf'] ?? schema['anyOf']
  const mapping = Object.entries(objectAt(schema['discriminator'], 'mapping'))
  const mapped = mapping.filter(([, target]) => target === name || schemaName(target) === name).map(([one]) => one)
  const isChild = Object.entries(schemas).some(
    ([parent, one]) => isParent(one) && hasPart(schemas[name], parent, schemas),
  )
  const isMember = Array.isArray(members)
    ? members.some((one) => isObject(one) && schemaName(one['$ref']) === name) && (mapped.length > 0 || !isChild)
    : hasPart(schemas[name], holder, schemas)
  if (!isMember) return []
  return mapped.length > 0 ? mapped : [name]
}

function isParent(schema: Json): boolean {
  return isObject(schema) && isObject(schema['discriminator']) && !schema['oneOf'] && !schema['anyOf']
}

function hasPart(schema: Json | undefined, name: string, schemas: JsonObject): boolean {
  const parts = isObject(schema) && Array.isArray(schema['allOf']) ? schema['allOf'] : []
  const names = parts.map((part) => (isObject(part) ? schemaName(part['$ref']) : undefined) ?? '')
  return names.some((part) => part === name || hasPart(schemas[part], name, schemas))
}

/** The values that a component says of the property itself, with its parts; nothing where it takes any text. */
function ownValues(schema: Json | undefined, schemas: JsonObject): string[] | undefined {
  if (!isObject(schema)) return undefined
  const name = schemaName(schema['$ref'])
  if (name !== undefined) return ownValues(schemas[name], schemas)
  const { const: constant, enum: listed } = objectAt(objectAt(schema, 'properties'), KIND)
  const here = constant === undefined ? (listed === undefined ? undefined : strings(listed)) : strings([constant])
  const parts = Array.isArray(schema['allOf']) ? schema['allOf'].map((part) => ownValues(part, schemas)) : []
  return [here, ...parts]
    .filter((one) => one !== undefined)
    .reduce<string[] | undefined>(
      (all, one) => (all === undefined ? one : all.filter((text) => one.includes(text))),
      undefined,
    )
}
