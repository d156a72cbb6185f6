import { isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { ANY_STRING } from './enums.ts'
import { SCHEMA_MAPS } from './keywords.ts'
import type { OperationModel, ParameterPlace } from './operations.ts'
import type { ValidatorSpec } from './validator-spec.ts'

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
  const responses = operations.flatMap((operation) =>
    operation.responses.flatMap(({ status, body }) =>
      body === undefined ? [] : [{ path: ['response', operation.id, status], schema: checkable(body.schema) }],
    ),
  )
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
  return checkableMap(objectAt(objectAt(document, 'components'), 'schemas'))
}

/** A map of schemas, each as the compiler needs it. */
export function checkableMap(schemas: JsonObject): JsonObject {
  return mapMembers(schemas, checkable)
}

/** Keywords that say nothing about validity. */
const PROSE = new Set([
  'title',
  'description',
  'example',
  'examples',
  'default',
  'deprecated',
  'externalDocs',
  'readOnly',
  'writeOnly',
  'xml',
  '$comment',
  // References lead to components, never to what a schema calls itself.
  '$id',
  '$schema',
  '$anchor',
])

/** A schema as the compiler needs it: without prose, and with every opened enum as the plain string it accepts. */
export function checkable(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(checkable)
  if (!isObject(schema)) return schema
  const copy: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (PROSE.has(key) || (key.startsWith('x-') && key !== ANY_STRING)) continue
    if (key === 'const' || key === 'enum') copy[key] = value
    else copy[key] = SCHEMA_MAPS.has(key) && isObject(value) ? mapMembers(value, checkable) : checkable(value)
  }
  return withoutKnownValues(copy)
}

function mapMembers(map: JsonObject, change: (member: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([name, member]) => [name, change(member)]))
}

function withoutKnownValues(schema: JsonObject): JsonObject {
  const branches = schema['anyOf']
  if (!Array.isArray(branches) || !branches.some((branch) => isObject(branch) && branch[ANY_STRING] === true))
    return schema
  const type = branches.find(isObject)?.['type']
  const { anyOf: _, ...rest } = schema
  return { ...rest, ...(type === undefined ? {} : { type }) }
}

/** Keywords that limit a value beyond its shape. */
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
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'contentSchema', 'not'],
])

/** A schema reduced to structure, types and constant values. */
export function shapeOnly(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(shapeOnly)
  if (!isObject(schema)) return schema
  const copy: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (LIMITS.has(key) && !SCHEMA_MAPS.has(key)) continue
    if (key === 'const' || key === 'enum' || key === 'required') copy[key] = value
    else copy[key] = SCHEMA_MAPS.has(key) && isObject(value) ? mapMembers(value, shapeOnly) : shapeOnly(value)
  }
  return copy
}
