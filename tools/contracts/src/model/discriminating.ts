import { arrayAt, eachObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { childrenIn, constituents, partsOf } from './discriminators.ts'

/** Properties that tell the members of a union apart keep their enums closed: component name → property names. */
export type Discriminating = ReadonlyMap<string, ReadonlySet<string>>

/**
 * The unions anywhere in a document that name a discriminator, and the components that name one for what is made of them, as
 * the properties to leave closed in what their members and children are made of.
 */
export function discriminatingOf(schemas: JsonObject, document: Json = schemas): Discriminating {
  const found = new Map<string, Set<string>>()
  const close = (names: Iterable<string>, property: string): void => {
    for (const name of names) found.set(name, (found.get(name) ?? new Set<string>()).add(property))
  }
  eachObject(document, (schema) => {
    const property = textAt(objectAt(schema, 'discriminator'), 'propertyName')
    if (property === undefined) return
    for (const member of [...arrayAt(schema, 'oneOf'), ...arrayAt(schema, 'anyOf')])
      close(constituents(schemas, member), property)
  })
  for (const { property, name } of childrenIn(schemas)) close(partsOf(name, schemas), property)
  return found
}
