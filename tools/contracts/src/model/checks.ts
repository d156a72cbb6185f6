import { arrayAt, isObject, type Json, type JsonObject } from '../json.ts'
import { schemasOf } from '../load/references.ts'
import { successesAmong } from './http.ts'
import { isAnnotation, SCHEMA_MAPS } from './keywords.ts'
import type { OperationModel, ParameterPlace } from './operations.ts'
import { isPattern } from './patterns.ts'
import type { ValidatorSpec } from './validator-spec.ts'
import { ANY_STRING, OVERLAPPING } from './widened.ts'

const PLACES: readonly ParameterPlace[] = ['path', 'query', 'header']

/** The validators of an OpenAPI package: every part of every request, every response by its status. */
export function checksOf(operations: readonly OperationModel[]): ValidatorSpec[] {
  const requests = operations.flatMap((operation) => {
    const parts: { part: string; schema: Json }[] = []
    for (const place of PLACES) {
      const schema = placeSchema(operation, place)
      if (schema !== undefined) parts.push({ part: place, schema })
    }
    if (operation.requestBody !== undefined) parts.push({ part: 'body', schema: operation.requestBody.schema })
    return parts.map(({ part, schema }) => ({ path: ['request', operation.id, part], schema: checkable(schema) }))
  })
  const responses = operations.flatMap(({ id, responses: answers }) => {
    const successes = successesAmong(answers.map(({ status }) => status))
    return answers.flatMap(({ status, body }) => {
      if (body === undefined) return []
      // Who looks for the validator of a success finds it, though the contract has it for everything.
      const keys = status === 'default' && successes.includes(status) ? [status, '2XX'] : [status]
      return keys.map((key) => ({ path: ['response', id, key], schema: checkable(body.schema) }))
    })
  })
  return [...requests, ...responses]
}

// Parameters are checked as the caller gives them, before they are written into a URL. Names outside the contract pass.
function placeSchema(operation: OperationModel, place: ParameterPlace): Json | undefined {
  const parameters = operation.parameters.filter((parameter) => parameter.in === place)
  if (parameters.length === 0) return undefined
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
  }
}

/** The components as the compiler needs them. */
export function checkableComponents(document: JsonObject): JsonObject {
  return checkableMap(schemasOf(document))
}

/** A map of schemas, each as the compiler needs it. */
export function checkableMap(schemas: JsonObject): JsonObject {
  return mapMembers(schemas, checkable)
}

/**
 * What a schema calls itself: references lead to components, never there. Drafts up to 4 wrote `id`, which the compiler
 * refuses.
 */
const OWN_NAMES = new Set(['$id', 'id', '$schema', '$anchor'])

/** A schema as the compiler needs it: without prose, and with every opened enum as the plain string it accepts. */
export function checkable(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(checkable)
  if (!isObject(schema)) return schema
  const copy: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (OWN_NAMES.has(key) || (isAnnotation(key) && key !== ANY_STRING)) continue
    // Lint says that it is left out.
    if (key === 'pattern' && typeof value === 'string' && !isPattern(value)) continue
    if (key === 'const' || key === 'enum' || key === 'dependentRequired') copy[key] = value
    else copy[key] = SCHEMA_MAPS.has(key) && isObject(value) ? mapMembers(value, checkable) : checkable(value)
  }
  const known = withoutKnownValues(copy)
  return schema[OVERLAPPING] === true ? withoutExclusion(known) : known
}

function mapMembers(map: JsonObject, change: (member: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([name, member]) => [name, change(member)]))
}

// What may be any text needs no list of the known ones; values of other types stay limited to those listed.
function withoutKnownValues(schema: JsonObject): JsonObject {
  const branches = arrayAt(schema, 'anyOf').filter(isObject)
  if (!branches.some((branch) => branch[ANY_STRING] === true)) return schema
  const { anyOf: _, ...rest } = schema
  const others = branches.flatMap((branch) => arrayAt(branch, 'enum')).filter((value) => typeof value !== 'string')
  return others.length === 0 ? { ...rest, type: 'string' } : { ...rest, anyOf: [{ enum: others }, { type: 'string' }] }
}

/**
 * Keywords that limit a value beyond its shape, and those that ask whether a part of it holds: without its limits it would
 * hold more often.
 */
const LIMITS = new Set([
  ...[
    'pattern',
    'format',
    'minLength',
    'maxLength',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
  ],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'contentSchema'],
  ...['not', 'if', 'then', 'else', 'contains', 'minContains', 'maxContains'],
  ...['unevaluatedItems', 'unevaluatedProperties'],
])

/** A schema reduced to structure, types and constant values. It accepts whatever the whole schema accepts. */
export function shapeOnly(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(shapeOnly)
  if (!isObject(schema)) return schema
  const copy: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (LIMITS.has(key) && !SCHEMA_MAPS.has(key)) continue
    if (key === 'const' || key === 'enum' || key === 'required' || key === 'dependentRequired') copy[key] = value
    else copy[key] = SCHEMA_MAPS.has(key) && isObject(value) ? mapMembers(value, shapeOnly) : shapeOnly(value)
  }
  return withoutExclusion(copy)
}

// Choices that exclude each other as written overlap once they are written more widely.
function withoutExclusion({ oneOf, ...schema }: JsonObject): JsonObject {
  if (oneOf === undefined) return schema
  if (schema['anyOf'] === undefined) return { ...schema, anyOf: oneOf }
  return { ...schema, allOf: [...arrayAt(schema, 'allOf'), { anyOf: oneOf }] }
}
