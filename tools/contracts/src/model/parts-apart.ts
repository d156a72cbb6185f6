// What stands beside a choice or a reference holds as well as that: said as parts, which nothing reads otherwise.
import { arrayAt, type JsonObject } from '../json.ts'
import { schemaName } from '../load/references.ts'

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
export function anyOfApart(schema: JsonObject): JsonObject {
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
export function joinedReference(schema: JsonObject): JsonObject {
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

/** A reference alone, as it is read before OpenAPI 3.1, with what describes it. */
export function bareReference(schema: JsonObject): JsonObject {
  const { $ref, description } = schema
  if (schemaName($ref) === undefined) return schema
  return { ...(description === undefined ? {} : { description }), $ref } as JsonObject
}
