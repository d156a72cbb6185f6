import { arrayAt, isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { referenceTo, resolve, schemaName } from '../load/references.ts'
import { isAnnotation } from './keywords.ts'
import { mapSchemas } from './map-schemas.ts'

/**
 * The same document with everything said in the one way that every later step reads: JSON Schema 2020-12. The spellings of
 * OpenAPI 3.0 and of older drafts are read in every version, since publishers mix them and they mean one thing only.
 */
export function modern(document: JsonObject): JsonObject {
  const schemas = objectAt(objectAt(document, 'components'), 'schemas')
  // Before OpenAPI 3.1 what stands beside a reference is ignored.
  const beside = /^3\.0\b/.test(textAt(document, 'openapi') ?? '3.0') ? bareReference : joinedReference
  const rules = [
    numericBounds,
    spelledOut,
    nullType,
    possibleValues,
    tuple,
    apartDependencies,
    constantNull,
    listedConstants,
    anyOfApart,
    beside,
    ...(document['asyncapi'] === undefined ? [] : [namedDiscriminator]),
    mappedNames(schemas),
    countingParameters(document),
    parameterInContent,
  ]
  const result = mapSchemas(document, (object) => rules.reduce((schema, rule) => rule(schema), object))
  return isObject(result) ? result : document
}

/** Draft 4's yes-or-no exclusive bounds as numbers. */
function numericBounds(schema: JsonObject): JsonObject {
  let result = schema
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[exclusive] !== 'boolean') continue
    const { [exclusive]: isExclusive, [bound]: limit, ...rest } = result
    result = limit === undefined ? rest : { ...rest, [isExclusive === true ? exclusive : bound]: limit }
  }
  return result
}

/** OpenAPI 3.0's `nullable` as a `null` type. */
function nullType(schema: JsonObject): JsonObject {
  if (typeof schema['nullable'] !== 'boolean' || schema['in'] !== undefined) return schema
  const { nullable, ...rest } = schema
  if (!nullable) return rest
  if (
    schemaName(rest['$ref']) !== undefined ||
    rest['allOf'] !== undefined ||
    rest['oneOf'] !== undefined ||
    rest['anyOf'] !== undefined
  ) {
    const { description, ...shape } = rest
    return { ...(description === undefined ? {} : { description }), anyOf: [shape, { type: 'null' }] }
  }
  if (typeof rest['type'] === 'string') {
    const values = rest['enum']
    return {
      ...rest,
      type: [rest['type'], 'null'],
      ...(Array.isArray(values) && !values.includes(null) ? { enum: [...values, null] } : {}),
    }
  }
  // Without a type it says nothing (OpenAPI 3.0.3), and a type may be a list already.
  return rest
}

/** `true` and `false` among parts and choices as objects, left out where they change nothing: openapi-typescript fails on them. */
function spelledOut(schema: JsonObject): JsonObject {
  const written = ['allOf', 'anyOf', 'oneOf'].filter((keyword) =>
    arrayAt(schema, keyword).some((one) => typeof one === 'boolean'),
  )
  if (written.length === 0) return schema
  const changed = written.map((keyword): [string, Json] => {
    const idle = keyword === 'allOf'
    const telling = arrayAt(schema, keyword).filter((one) => one !== idle)
    const members = telling.length > 0 ? telling : [idle]
    return [keyword, members.map((one) => (one === true ? {} : one === false ? { not: {} } : one))]
  })
  return { ...schema, ...Object.fromEntries(changed) }
}

/** Type and enumeration without the null that only one of them has: publishers write it, and no value can be it. */
function possibleValues(schema: JsonObject): JsonObject {
  const { type, enum: values } = schema
  if (type === undefined || !Array.isArray(values)) return schema
  const types = [type].flat()
  if (types.includes('null') === values.includes(null)) return schema
  const [possible, named] = [values.filter((value) => value !== null), types.filter((one) => one !== 'null')]
  if (possible.length === 0 || named.length === 0) return schema
  return { ...schema, enum: possible, type: named.length === 1 ? (named[0] ?? 'null') : named }
}

/** A list under `items` as the tuple it was up to draft 2019-09. */
function tuple(schema: JsonObject): JsonObject {
  const { items, additionalItems, ...rest } = schema
  if (!Array.isArray(items)) return schema
  return { ...rest, prefixItems: items, ...(additionalItems === undefined ? {} : { items: additionalItems }) }
}

/** `dependencies` as the two keywords that it became in draft 2019-09. */
function apartDependencies(schema: JsonObject): JsonObject {
  const { dependencies, ...rest } = schema
  if (!isObject(dependencies)) return schema
  const [names, schemas] = [true, false].map((isNames) =>
    Object.fromEntries(Object.entries(dependencies).filter(([, one]) => Array.isArray(one) === isNames)),
  )
  return {
    ...rest,
    dependentRequired: { ...names, ...objectAt(rest, 'dependentRequired') },
    dependentSchemas: { ...schemas, ...objectAt(rest, 'dependentSchemas') },
  }
}

function constantNull(schema: JsonObject): JsonObject {
  if (schema['const'] !== null) return schema
  const { const: _, ...rest } = schema
  return { ...rest, type: 'null' }
}

/** A choice of constant texts, and perhaps null, as the enumeration it is, so that it opens where enumerations do. */
function listedConstants(schema: JsonObject): JsonObject {
  for (const keyword of ['oneOf', 'anyOf']) {
    const branches = arrayAt(schema, keyword).filter(isObject)
    const others = branches.filter(({ type }) => type !== 'null')
    if (others.length < 2 || !others.every(isConstantText)) continue
    const { [keyword]: _, ...rest } = schema
    const texts = others.map((branch) => branch['const'] ?? null)
    if (others.length === branches.length) return { type: 'string', enum: texts, ...rest }
    return { type: ['string', 'null'], enum: [...texts, null], ...rest }
  }
  return schema
}

function isConstantText(branch: JsonObject): boolean {
  return (
    typeof branch['const'] === 'string' &&
    Object.keys(branch).every((key) => key === 'const' || key === 'type' || isAnnotation(key))
  )
}

/** Keywords that give a schema its shape; the others limit it or describe it. */
const SHAPE = [
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
  'enum',
  'const',
  'allOf',
  'oneOf',
]

function hasShape(schema: JsonObject): boolean {
  return SHAPE.some((keyword) => schema[keyword] !== undefined)
}

/** An `anyOf` beside other shape as a part of its own: both must hold, where openapi-typescript reads a choice of all. */
function anyOfApart(schema: JsonObject): JsonObject {
  // Asked first, as of all the others: few schemas are a choice, and a copy of each takes its time in a large document.
  const choice = schema['anyOf']
  if (!Array.isArray(choice)) return schema
  const { anyOf: _, discriminator, ...rest } = schema
  const { type } = rest
  // An object that is one of several objects is said well enough by those.
  if (!(hasShape(rest) || (type !== undefined && type !== 'object'))) return schema
  const part: JsonObject = { anyOf: choice, ...(discriminator === undefined ? {} : { discriminator }) }
  return { ...rest, allOf: [...arrayAt(rest, 'allOf'), part] }
}

/** A reference and the shape beside it as two parts that must both hold. */
function joinedReference(schema: JsonObject): JsonObject {
  if (schemaName(schema['$ref']) === undefined) return schema
  const { $ref, ...rest } = schema
  const entries = Object.entries(rest)
  const beside = Object.fromEntries(entries.filter(([keyword]) => !OF_THE_WHOLE.has(keyword)))
  if (!(hasShape(beside) || beside['anyOf'] !== undefined)) return schema
  const whole = Object.fromEntries(entries.filter(([keyword]) => OF_THE_WHOLE.has(keyword)))
  return { ...whole, allOf: [{ $ref } as JsonObject, beside] }
}

/** Keywords that say something of a schema with everything it is made of. */
const OF_THE_WHOLE = new Set(['description', 'readOnly', 'writeOnly', 'unevaluatedProperties', 'unevaluatedItems'])

function bareReference(schema: JsonObject): JsonObject {
  const { $ref, description } = schema
  if (schemaName($ref) === undefined) return schema
  return { ...(description === undefined ? {} : { description }), $ref } as JsonObject
}

/** The discriminator of AsyncAPI, which is no more than the name of a member, as the object it is in OpenAPI. */
function namedDiscriminator(schema: JsonObject): JsonObject {
  const { discriminator } = schema
  return typeof discriminator === 'string' ? { ...schema, discriminator: { propertyName: discriminator } } : schema
}

/** The names of components in a discriminator's mapping as the references they stand for. */
function mappedNames(schemas: JsonObject): (schema: JsonObject) => JsonObject {
  return (schema) => {
    if (schema['discriminator'] === undefined) return schema
    const discriminator = objectAt(schema, 'discriminator')
    const mapping = Object.entries(objectAt(discriminator, 'mapping'))
    if (!mapping.some(([, target]) => isName(target, schemas))) return schema
    const named = mapping.map(([value, target]): [string, Json] => [
      value,
      isName(target, schemas) ? referenceTo(target) : target,
    ])
    return { ...schema, discriminator: { ...discriminator, mapping: Object.fromEntries(named) } }
  }
}

function isName(target: Json, schemas: JsonObject): target is string {
  return typeof target === 'string' && Object.hasOwn(schemas, target)
}

/** Headers that no parameter can describe: security, bodies and answers say them (OpenAPI, Parameter Object). */
const SAID_ELSEWHERE = new Set(['accept', 'content-type', 'authorization'])

/** A list of parameters without those that do not count. */
function countingParameters(document: JsonObject): (holder: JsonObject) => JsonObject {
  const counts = (value: Json): boolean => {
    const { name, in: place } = resolve(document, value) ?? {}
    return !(place === 'header' && typeof name === 'string' && SAID_ELSEWHERE.has(name.toLowerCase()))
  }
  return (holder) => {
    const { parameters } = holder
    if (!Array.isArray(parameters) || parameters.every(counts)) return holder
    return { ...holder, parameters: parameters.filter(counts) }
  }
}

/** A parameter that is written in a media type with the schema of that under `schema`, where every other one has it. */
function parameterInContent(parameter: JsonObject): JsonObject {
  const { content } = parameter
  if (!isObject(content) || typeof parameter['in'] !== 'string' || parameter['schema'] !== undefined) return parameter
  const [media] = Object.values(content)
  return isObject(media) ? { ...parameter, schema: media['schema'] ?? true } : parameter
}
