import { arrayAt, isObject, type Json, type JsonObject } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { merge } from './flatten.ts'

/** Keywords beside a union that say nothing about shape. */
const BESIDE = new Set([
  'title',
  'description',
  'type',
  'discriminator',
  'deprecated',
  'example',
  'examples',
  'default',
  '$id',
])

/** Whether a schema is a union and nothing else, so that its members keep their names. */
export function isUnionAlone(schema: JsonObject): boolean {
  return Object.keys(schema).every(
    (key) => key === 'oneOf' || key === 'anyOf' || BESIDE.has(key) || key.startsWith('x-'),
  )
}

/** The object schemas a composition can be: what must hold together merged, each choice made once. */
export function variants(schema: JsonObject, schemas: JsonObject): JsonObject[] {
  const { allOf: _all, oneOf: _one, anyOf: _any, ...own } = schema
  const choices = [
    ...arrayAt(schema, 'allOf').map((part) => opened(part, schemas)),
    ...['oneOf', 'anyOf'].map((keyword) => branches(arrayAt(schema, keyword), schemas)),
  ]
  return choices
    .filter((choice) => choice.length > 0)
    .reduce((whole, choice) => whole.flatMap((one) => choice.map((part) => merge(one, part, schemas))), [own])
}

// A choice between requirements alone limits what a value may leave out; it is no choice of shapes.
function branches(choice: readonly Json[], schemas: JsonObject): JsonObject[] {
  const isLimit = choice.every(
    (branch) => isObject(branch) && Object.keys(branch).every((key) => key === 'required' || key === 'not'),
  )
  return isLimit ? [] : choice.flatMap((branch) => opened(branch, schemas))
}

function opened(part: Json, schemas: JsonObject): JsonObject[] {
  if (!isObject(part)) return []
  const name = schemaName(part['$ref'])
  const target = name === undefined ? part : schemas[name]
  return isObject(target) ? variants(target, schemas) : []
}
