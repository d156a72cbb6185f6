// A discriminator as OpenAPI 3.1 has it: an object, whose mapping holds references.
import { type Json, type JsonObject, objectAt } from '../json.ts'
import { referenceTo } from '../load/references.ts'

/** The discriminator of AsyncAPI, which is no more than the name of a member, as the object it is in OpenAPI. */
export function namedDiscriminator(schema: JsonObject): JsonObject {
  const { discriminator } = schema
  return typeof discriminator === 'string' ? { ...schema, discriminator: { propertyName: discriminator } } : schema
}

/** The names of components in a discriminator's mapping as the references they stand for. */
export function mappedNames(schemas: JsonObject): (schema: JsonObject) => JsonObject {
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
