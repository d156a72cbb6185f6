import { eachObject, isObject, type Json, type JsonObject, mapObjects, objectAt } from '../json.ts'
import { numbered, pascalCase } from '../model/names.ts'
import { isInnerSchema } from './inline.ts'
import { lookUp, referenceTo } from './references.ts'

/**
 * References to schemas in the middle of the document (`#/components/schemas/Order/properties/side`) lead to components of their own
 * afterwards, so that everything that is shared has a name.
 */
export function hoistReferences(document: JsonObject): JsonObject {
  const schemas: JsonObject = { ...objectAt(objectAt(document, 'components'), 'schemas') }
  const names = new Map<string, string>()
  eachObject(document, (object) => {
    const ref = object['$ref']
    if (typeof ref !== 'string' || names.has(ref) || !isInnerSchema(ref)) return
    const target = lookUp(document, ref)
    if (target === undefined) return
    const name = freeName(ref, schemas)
    names.set(ref, name)
    schemas[name] = target
  })
  if (names.size === 0) return document
  const hoisted: JsonObject = { ...document, components: { ...objectAt(document, 'components'), schemas } }
  const renamed: Json = mapObjects(hoisted, (object) => {
    const name = typeof object['$ref'] === 'string' ? names.get(object['$ref']) : undefined
    return name === undefined ? object : { ...object, $ref: referenceTo(name) }
  })
  return isObject(renamed) ? renamed : document
}

function freeName(ref: string, taken: JsonObject): string {
  const words = decodeURIComponent(ref)
    .split('/')
    .filter(
      (segment) =>
        !['#', 'components', 'schemas', 'properties', 'paths', 'responses', 'content', 'schema'].includes(segment),
    )
  const wanted = pascalCase(words.slice(-3).join(' ').replaceAll('~1', ' ').replaceAll('~0', ' '))
  return numbered(wanted, (name) => Object.hasOwn(taken, name))
}
