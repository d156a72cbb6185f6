// What 2020-12 can say in several ways of the values that there are, in the one that every emitter reads.
import { arrayAt, isObject, type Json, type JsonObject, strings } from '../json.ts'
import { isOf } from './json-types.ts'
import { isAnnotation } from './keywords.ts'

/** `true` and `false` among parts and choices as objects, left out where they change nothing: openapi-typescript fails on them. */
export function spelledOut(schema: JsonObject): JsonObject {
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
export function possibleValues(schema: JsonObject): JsonObject {
  const { type, enum: values } = schema
  if (type === undefined || !Array.isArray(values)) return schema
  const types = [type].flat()
  if (types.includes('null') === values.includes(null)) return schema
  const [possible, named] = [values.filter((value) => value !== null), types.filter((one) => one !== 'null')]
  if (possible.length === 0 || named.length === 0) return schema
  return { ...schema, enum: possible, type: named.length === 1 ? (named[0] ?? 'null') : named }
}

/** The first value of an enumeration that is of none of the types beside it. Null is left to `possibleValues`. */
export function strangeValue({ type, enum: values }: JsonObject): Json | undefined {
  const types = strings([type ?? null].flat())
  if (types.length === 0 || !Array.isArray(values)) return undefined
  return values.find((value) => value !== null && !isOf(types, value))
}

/** A type without an enumeration that contradicts it: what is meant by it nobody knows, and lint says that it is left out. */
export function withoutStrangeValues(schema: JsonObject): JsonObject {
  if (strangeValue(schema) === undefined) return schema
  const { enum: _, ...rest } = schema
  return rest
}

/** The constant null as the type that has no other value. */
export function constantNull(schema: JsonObject): JsonObject {
  if (schema['const'] !== null) return schema
  const { const: _, ...rest } = schema
  return { ...rest, type: 'null' }
}

/** A choice of constant texts, and perhaps null, as the enumeration it is, so that it opens where enumerations do. */
export function listedConstants(schema: JsonObject): JsonObject {
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
