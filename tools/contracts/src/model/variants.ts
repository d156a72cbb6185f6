import { arrayAt, isObject, type Json, type JsonObject } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { ContractProblem } from '../problem.ts'
import { merge } from './flatten.ts'
import { isAnnotation } from './keywords.ts'

const OF_A_UNION = new Set(['oneOf', 'anyOf', 'type', 'discriminator', '$id'])

/** Whether a schema is a union and nothing else, so that its members keep their names. */
export function isUnionAlone(schema: JsonObject): boolean {
  return Object.keys(schema).every((key) => OF_A_UNION.has(key) || isAnnotation(key))
}

/** Beyond it neither the models nor the compiler come to an end in a time that anybody waits. */
const MOST_VARIANTS = 1000

/**
 * The object schemas a composition can be: what must hold together merged, each choice made once.
 *
 * @param name What messages call the schema.
 * @throws ContractProblem where there are more than a type can be made of.
 */
export function variants(schema: JsonObject, schemas: JsonObject, name: string): JsonObject[] {
  const { allOf: _all, oneOf: _one, anyOf: _any, ...own } = schema
  const choices = [
    ...arrayAt(schema, 'allOf').map((part) => opened(part, schemas, name)),
    ...['oneOf', 'anyOf'].map((keyword) => branches(arrayAt(schema, keyword), schemas, name)),
  ].filter((choice) => choice.length > 0)
  const count = choices.reduce((ways, { length }) => ways * length, 1)
  if (count > MOST_VARIANTS)
    throw new ContractProblem(
      `${name} is composed of unions that can be put together in ${count} ways; no type is made of more than ${MOST_VARIANTS}. Say in one union which of them there are.`,
    )
  return choices.reduce(
    (whole, choice) => whole.flatMap((one) => choice.map((part) => merge(one, part, schemas))),
    [own],
  )
}

// A choice between requirements alone limits what a value may leave out; it is no choice of shapes.
function branches(choice: readonly Json[], schemas: JsonObject, name: string): JsonObject[] {
  const isLimit = choice.every(
    (branch) => isObject(branch) && Object.keys(branch).every((key) => key === 'required' || key === 'not'),
  )
  return isLimit ? [] : choice.flatMap((branch) => opened(branch, schemas, name))
}

function opened(part: Json, schemas: JsonObject, name: string): JsonObject[] {
  if (!isObject(part)) return []
  const component = schemaName(part['$ref'])
  const target = component === undefined ? part : schemas[component]
  return isObject(target) ? variants(target, schemas, component ?? name) : []
}
