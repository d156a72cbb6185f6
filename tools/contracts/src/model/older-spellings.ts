// What OpenAPI 3.0 and older drafts of JSON Schema wrote otherwise, as JSON Schema 2020-12 has it.
import { isObject, type JsonObject, objectAt } from '../json.ts'
import { schemaName } from '../load/references.ts'

/** Draft 4's yes-or-no exclusive bounds as numbers. */
export function numericBounds(schema: JsonObject): JsonObject {
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
export function nullType(schema: JsonObject): JsonObject {
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

/** A list under `items` as the tuple it was up to draft 2019-09. */
export function tuple(schema: JsonObject): JsonObject {
  const { items, additionalItems, ...rest } = schema
  if (!Array.isArray(items)) return schema
  return { ...rest, prefixItems: items, ...(additionalItems === undefined ? {} : { items: additionalItems }) }
}

/** `dependencies` as the two keywords that it became in draft 2019-09. */
export function apartDependencies(schema: JsonObject): JsonObject {
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
