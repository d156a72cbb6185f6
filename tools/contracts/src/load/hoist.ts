import { eachObject, escapePointer, type JsonObject, mapObjects, objectAt } from '../json.ts'
import { numbered, pascalCase } from '../model/names.ts'
import { isInnerSchema } from './inline.ts'
import { lookUp, referenceTo, schemasOf } from './references.ts'

/**
 * References to schemas in the middle of the document (`#/components/schemas/Order/properties/side`) lead to components of their own
 * afterwards, so that everything that is shared has a name.
 */
export function hoistReferences(document: JsonObject): JsonObject {
  const names = hoistedNames(document)
  if (names.size === 0) return document
  const schemas: JsonObject = { ...schemasOf(document) }
  for (const [ref, name] of names) schemas[name] = lookUp(document, ref) ?? true
  const hoisted: JsonObject = { ...document, components: { ...objectAt(document, 'components'), schemas } }
  return mapObjects(hoisted, (object) => {
    const name = typeof object['$ref'] === 'string' ? names.get(object['$ref']) : undefined
    return name === undefined ? object : { ...object, $ref: referenceTo(name) }
  })
}

/** The JSON Pointers of the components that `hoistReferences` makes, each with the one to what it is made of. */
export function hoistedFrom(document: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    [...hoistedNames(document)].map(([ref, name]) => [
      `/components/schemas/${escapePointer(name)}`,
      decodeURIComponent(ref.slice(1)),
    ]),
  )
}

/** The references to schemas without a name, and the names that those are given. */
function hoistedNames(document: JsonObject): ReadonlyMap<string, string> {
  const taken = new Set(Object.keys(schemasOf(document)))
  const names = new Map<string, string>()
  eachObject(document, (object) => {
    const ref = object['$ref']
    if (typeof ref !== 'string' || names.has(ref) || !isInnerSchema(ref)) return
    if (lookUp(document, ref) === undefined) return
    const name = freeName(ref, taken)
    names.set(ref, name)
    taken.add(name)
  })
  return names
}

function freeName(ref: string, taken: ReadonlySet<string>): string {
  const words = decodeURIComponent(ref)
    .split('/')
    .filter(
      (segment) =>
        !['#', 'components', 'schemas', 'properties', 'paths', 'responses', 'content', 'schema'].includes(segment),
    )
  const wanted = pascalCase(words.slice(-3).join(' ').replaceAll('~1', ' ').replaceAll('~0', ' '))
  return numbered(wanted, (name) => taken.has(name))
}
