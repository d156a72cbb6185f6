import fc from 'fast-check'
import { arrayAt, isObject, type Json, type JsonObject, objectAt, strings } from '../../src/json.ts'
import { schemaName } from '../../src/load/references.ts'

/** What a random contract may hold. */
export type Flavour = {
  readonly openapi: '3.0.3' | '3.1.0'
  readonly enums: boolean
  /**
   * Members that travel one way, conditions (`not`, `if`, `contains`), or unions and parents with discriminators; a condition on
   * a member that travels one way is for nobody to decide.
   */
  readonly with: 'one-way members' | 'conditions' | 'discriminators'
}

/** The components of every random contract. */
export const COMPONENTS = ['A', 'B', 'C', 'D'] as const

const KEYS = ['a', 'b', 'c', 'x1']
const TEXTS = ['a', 'b', 'ab', 'abc', '', '2026-01-01', 'B', 'C']
const NUMBERS = [0, 1, 2, -1, 1.5, 10]

const text = fc.constantFrom(...TEXTS)
const number = fc.constantFrom(...NUMBERS)
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null))
const reference = fc.constantFrom(...COMPONENTS).map((name) => ({ $ref: `#/components/schemas/${name}` }))
const words = fc.constantFrom<JsonObject>({}, {}, { description: 'Words.' }, { title: 'T', default: 'a' })

type Schema = fc.Arbitrary<Json>

/** Keywords drawn one by one, put together as one schema. */
export function together(...parts: readonly fc.Arbitrary<JsonObject>[]): fc.Arbitrary<JsonObject> {
  return fc.tuple(...parts).map((drawn) => Object.assign({}, ...drawn) as JsonObject)
}

function some(keywords: { readonly [keyword: string]: Schema }): fc.Arbitrary<JsonObject> {
  return fc.record(keywords, { requiredKeys: [] }) as fc.Arbitrary<JsonObject>
}

function asObject(schema: Schema): fc.Arbitrary<JsonObject> {
  return schema.filter(isObject)
}

function rarely(arbitrary: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant<JsonObject>({}) }, { weight: 1, arbitrary })
}

/** A schema without others inside. */
export function leaf({ openapi, enums }: Flavour): Schema {
  const values = fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }).map((list) => ({ enum: list }))
  const texts = fc.uniqueArray(text, { minLength: 1, maxLength: 3 }).map((list) => ({ type: 'string', enum: list }))
  const types = fc.constantFrom('string', 'number', 'boolean', 'null', 'integer', 'array', 'object')
  return fc.oneof<Schema[]>(
    together(
      fc.constant({ type: 'string' }),
      some({
        minLength: fc.nat(2),
        maxLength: fc.nat(3),
        pattern: fc.constantFrom('^a', 'b$'),
        format: fc.constantFrom('date', 'strange'),
      }),
      words,
    ),
    together(
      fc.constantFrom<JsonObject>({ type: 'number' }, { type: 'integer', format: 'int64' }),
      some({
        minimum: number,
        maximum: number,
        exclusiveMinimum: openapi === '3.1.0' ? number : fc.boolean(),
        multipleOf: fc.constantFrom(0.5, 2),
      }),
    ),
    fc.constantFrom<Json>({ type: 'boolean' }, {}),
    together(reference, words),
    ...(enums ? [values, texts, together(texts, fc.constant({ minLength: 1 }))] : []),
    ...(openapi === '3.1.0'
      ? [
          scalar.map((value) => ({ const: value })),
          fc.constantFrom<Json>({ const: { a: 1 } }, { const: ['a', 1] }, { type: 'null' }, true, false),
          fc.uniqueArray(types, { minLength: 1, maxLength: 3 }).map((type) => ({ type })),
        ]
      : []),
  )
}

function objects(inner: Schema, flavour: Flavour): fc.Arbitrary<JsonObject> {
  const oneWay = together(asObject(inner), fc.constantFrom<JsonObject>({ readOnly: true }, { writeOnly: true }))
  const member = flavour.with === 'conditions' ? inner : fc.oneof(inner, inner, inner, oneWay)
  const modern: Schema[] = [
    // Without additionalProperties such members are all typed as the pattern says, see README.md.
    fc
      .tuple(inner, fc.boolean())
      .map(([schema, more]) => ({ patternProperties: { '^x': schema }, additionalProperties: more })),
    inner.map((schema) => ({ dependentSchemas: { a: schema } })),
    fc.constantFrom<JsonObject>(
      { dependentRequired: { a: ['b'] } },
      { propertyNames: { pattern: '^[a-c]$' } },
      { unevaluatedProperties: false },
    ),
  ]
  return together(
    fc.constant({ type: 'object' }),
    some({
      properties: fc.dictionary(fc.constantFrom(...KEYS), member, { maxKeys: 3, noNullPrototype: true }),
      required: fc.uniqueArray(fc.constantFrom(...KEYS), { maxLength: 2 }),
    }),
    rarely(fc.oneof(fc.boolean(), inner).map((rest) => ({ additionalProperties: rest }))),
    rarely(fc.constantFrom<JsonObject>({ minProperties: 1 }, { maxProperties: 1 })),
    rarely(asObject(fc.oneof(...(flavour.openapi === '3.1.0' ? modern : [fc.constant<Json>({})])))),
    words,
  )
}

function lists(inner: Schema, { openapi }: Flavour): fc.Arbitrary<JsonObject> {
  const bounds = fc.constantFrom<JsonObject>({ minItems: 1 }, { maxItems: 1 }, { uniqueItems: true })
  const tuples = fc
    .tuple(
      fc.array(inner, { minLength: 1, maxLength: 2 }),
      fc.constantFrom<JsonObject>({}, { minItems: 1 }, { items: false }),
    )
    .map(([prefixItems, more]): JsonObject => ({ prefixItems, ...more }))
  const items = inner.map((schema) => ({ items: schema }))
  return together(
    fc.constant({ type: 'array' }),
    items,
    rarely(openapi === '3.1.0' ? fc.oneof(bounds, tuples) : bounds),
  )
}

function schemas(depth: number, flavour: Flavour): Schema {
  if (depth === 0) return leaf(flavour)
  const inner = schemas(depth - 1, flavour)
  const [object, list] = [objects(inner, flavour), lists(inner, flavour)]
  const parts = fc.array(inner, { minLength: 1, maxLength: 3 })
  const composed = fc.constantFrom('allOf', 'oneOf', 'anyOf').chain((keyword) => parts.map((of) => ({ [keyword]: of })))
  const conditions = [
    inner.map((schema) => ({ not: schema })),
    ...(flavour.openapi === '3.1.0'
      ? [
          fc
            .tuple(inner, inner, inner)
            .map((parts) =>
              Object.fromEntries(['if', 'then', 'else'].map((keyword, at) => [keyword, parts[at] ?? true])),
            ),
          inner.map((schema) => ({ contains: schema })),
        ]
      : []),
  ]
  const beside = fc.oneof(object, composed)
  const any = fc.oneof<fc.WeightedArbitrary<Json>[]>(
    { weight: 3, arbitrary: leaf(flavour) },
    { weight: 4, arbitrary: object },
    { weight: 2, arbitrary: list },
    { weight: 3, arbitrary: together(rarely(beside), composed) },
    { weight: flavour.openapi === '3.1.0' ? 2 : 0, arbitrary: together(reference, beside) },
    {
      weight: flavour.with === 'conditions' ? 2 : 0,
      arbitrary: together(fc.oneof(object, list), fc.oneof(...conditions)),
    },
  )
  if (flavour.openapi === '3.1.0') return any
  return fc.oneof(
    { weight: 5, arbitrary: any },
    { weight: 1, arbitrary: together(asObject(any), fc.constant({ nullable: true })) },
  )
}

/** A random contract: four components that refer to each other, sent and received. */
export function contracts(flavour: Flavour): fc.Arbitrary<JsonObject> {
  const [shallow, deep] = [schemas(1, flavour), schemas(2, flavour)]
  return fc.record({ A: deep, B: deep, C: shallow, D: shallow }).map((components) => document(flavour, components))
}

/** A contract whose components are all sent and all received. */
export function document({ openapi }: Flavour, components: JsonObject): JsonObject {
  const members = Object.fromEntries(COMPONENTS.map((name) => [name, { $ref: `#/components/schemas/${name}` }]))
  const content = { content: { 'application/json': { schema: { type: 'object', properties: members } } } }
  const paths = { '/a': { post: { requestBody: content, responses: { 200: content } } } }
  return { openapi, paths, components: { schemas: components } }
}

/** A value that is in no relation to any schema. */
export const values: Schema = fc.letrec<{ readonly value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value

/** A value made after a schema; it tries to be valid, and mostly is. */
export function valueLike(schemas: JsonObject, schema: Json | undefined, random: () => number, depth = 0): Json {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const anything = (): Json => pick<Json>(['a', 1, true, null, [], {}, { a: 'a' }, ['a']])
  if (!isObject(schema) || depth > 6 || random() < 0.06) return anything()
  const like = (inner: Json | undefined): Json => valueLike(schemas, inner, random, depth + 1)
  if (schema['nullable'] === true && random() < 0.25) return null
  if (schema['const'] !== undefined) return schema['const']
  if (Array.isArray(schema['enum'])) return pick(schema['enum'])
  const name = schemaName(schema['$ref'])
  const parts = [
    ...(name === undefined ? [] : [like(schemas[name])]),
    ...['oneOf', 'anyOf'].flatMap((keyword) =>
      schema[keyword] === undefined ? [] : [like(pick(arrayAt(schema, keyword)))],
    ),
    ...arrayAt(schema, 'allOf').map(like),
    ...own(),
  ]
  const last = parts.at(-1)
  if (last === undefined) return anything()
  return parts.every(isObject) ? (Object.assign({}, ...parts) as JsonObject) : last

  function own(): Json[] {
    const type = pick([schema].filter(isObject).flatMap((one) => [one['type'] ?? 'unsaid'].flat()))
    if (type === 'string') return [pick(TEXTS)]
    if (type === 'integer' || type === 'number') return [pick(NUMBERS)]
    if (type === 'boolean') return [random() < 0.5]
    if (type === 'null') return [null]
    if (type === 'array') return [items()]
    return type === 'object' ? [members()] : []
  }

  function items(): Json[] {
    const { items: rest, prefixItems } = schema as JsonObject
    const first = (Array.isArray(prefixItems) ? prefixItems : []).filter(() => random() < 0.8)
    const more = rest === false ? 0 : Math.floor(random() * 3)
    return [...first.map(like), ...Array.from({ length: more }, () => like(rest))]
  }

  function members(): JsonObject {
    const described = Object.entries(objectAt(schema as JsonObject, 'properties'))
    const required = strings((schema as JsonObject)['required'])
    const rest = (schema as JsonObject)['additionalProperties']
    const known = described.filter(([key]) => random() < (required.includes(key) ? 0.9 : 0.5))
    const unknown = [...required, ...(random() < 0.3 && rest !== false ? [pick(KEYS)] : [])]
    return Object.fromEntries([
      ...unknown.filter((key) => described.every(([one]) => one !== key)).map((key) => [key, like(rest)] as const),
      ...known.map(([key, member]) => [key, like(member)] as const),
    ])
  }
}
