import { Ajv2020 } from 'ajv/dist/2020.js'
import { formats } from '../../src/emit/formats.ts'
import { isObject, type Json, type JsonObject, objectAt, strings, textAt } from '../../src/json.ts'

/** Which way a value travels. */
export type Way = 'sent' | 'received'

const ONE_WAY = { sent: 'readOnly', received: 'writeOnly' } as const satisfies { readonly [way in Way]: string }
const MAPS = ['properties', 'patternProperties', 'dependentSchemas']
const DATA = ['const', 'enum', 'default', 'required']
const CHOICES = ['allOf', 'oneOf', 'anyOf']

/**
 * What a contract says of a value, by ajv and the words of the specifications alone: nothing of the generator is used but the
 * regular expressions of its formats.
 *
 * @returns Whether a value is one of a component.
 */
export function oracle(contract: JsonObject, way: Way): (component: string, value: Json) => boolean {
  // Up to the first fault only, ajv 8.20 passes over `contains` beside `prefixItems`.
  const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false, formats, allErrors: true })
  const isOld = textAt(contract, 'openapi')?.startsWith('3.0') === true
  const read = (schema: Json): Json => (isObject(schema) ? readObject(schema) : schema)

  function readObject(schema: JsonObject): JsonObject {
    const { nullable, $ref, ...rest } = schema
    const target = typeof $ref === 'string' ? { $ref: $ref.replace('#', 'contract#') } : undefined
    if (isOld && target !== undefined) return nullable === true ? orNull(target) : target
    const entries = Object.entries(rest).map(([keyword, value]): [string, Json] => [keyword, inner(keyword, value)])
    const result = withDirection({ ...target, ...Object.fromEntries(entries) }, schema)
    return isOld ? old(result, nullable === true) : result
  }

  function inner(keyword: string, value: Json): Json {
    if (DATA.includes(keyword)) return value
    if (MAPS.includes(keyword) && isObject(value))
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, read(one)]))
    if (Array.isArray(value)) return value.map((one) => read(one))
    return isObject(value) ? read(value) : value
  }

  // OpenAPI 3.1, section 4.8.24.2: where such a member is required, it is required one way only.
  function withDirection(schema: JsonObject, written: JsonObject): JsonObject {
    if (schema['required'] === undefined) return schema
    const members = objectAt(written, 'properties')
    const isForeign = (member: Json | undefined): boolean =>
      isObject(member) && member[ONE_WAY[way]] === true && !(isOld && member['$ref'] !== undefined)
    return { ...schema, required: strings(schema['required']).filter((name) => !isForeign(members[name])) }
  }

  // JSON Schema draft 4 and `nullable`, which a composition is given whole.
  function old(schema: JsonObject, isNullable: boolean): JsonObject {
    const { exclusiveMinimum, minimum, ...rest } = schema
    const keyword = exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum'
    const bounded: JsonObject = minimum === undefined ? rest : { ...rest, [keyword]: minimum }
    if (!isNullable) return bounded
    if (CHOICES.some((keyword) => bounded[keyword] !== undefined)) return orNull(bounded)
    const { type, enum: listed } = bounded
    if (type === undefined) return bounded
    return { ...bounded, type: [type, 'null'].flat(), ...(Array.isArray(listed) ? { enum: [...listed, null] } : {}) }
  }

  const schemas = Object.entries(objectAt(objectAt(contract, 'components'), 'schemas'))
  ajv.addSchema({
    $id: 'contract',
    components: { schemas: Object.fromEntries(schemas.map(([name, schema]) => [name, read(schema)])) },
  })
  return (component, value) => ajv.getSchema(`contract#/components/schemas/${component}`)?.(value) === true
}

function orNull(schema: JsonObject): JsonObject {
  return { anyOf: [schema, { type: 'null' }] }
}
