import { arrayAt, escapePointer, isObject, type Json, type JsonObject } from '../json.ts'
import { DATA, SCHEMA_LISTS, SCHEMA_MAPS, SCHEMAS } from '../model/keywords.ts'

/** Where a visit is; its pointer is made when somebody asks, since most places are never named. */
export type Place = { readonly parent?: Place; readonly key: string }

/** The JSON Pointer of a place. */
export function pointerOf(place: Place): string {
  return place.parent === undefined ? '' : `${pointerOf(place.parent)}/${escapePointer(place.key)}`
}

/** Visits every schema of a document, inner ones too. What stands where a schema should is visited, whatever it is. */
export function eachSchema(document: JsonObject, visit: (schema: Json, place: Place) => void): void {
  // In AsyncAPI headers are one schema, in OpenAPI a map of what describes each.
  const carriers = new Set(document['asyncapi'] === undefined ? ['payload'] : ['payload', 'headers'])
  around(document, { key: '' }, carriers, visit)
}

// Outside of schemas: what is called `schema` is one, and so are what a message carries and the components called schemas.
function around(
  value: Json,
  place: Place,
  carriers: ReadonlySet<string>,
  visit: (schema: Json, place: Place) => void,
): void {
  if (Array.isArray(value)) {
    for (const [index, member] of value.entries())
      around(member, { parent: place, key: String(index) }, carriers, visit)
    return
  }
  if (!isObject(value)) return
  for (const [key, member] of Object.entries(value)) {
    if (DATA.has(key) || key.startsWith('x-')) continue
    const at = { parent: place, key }
    if (key === 'schema' || (carriers.has(key) && !(isObject(member) && member['schemaFormat'] !== undefined)))
      inside(member, at, visit)
    else if (key === 'schemas' && place.key === 'components' && isObject(member)) eachMember(member, at, visit)
    else around(member, at, carriers, visit)
  }
}

function inside(schema: Json, place: Place, visit: (schema: Json, place: Place) => void): void {
  visit(schema, place)
  if (!isObject(schema)) return
  for (const key in schema) {
    const member = schema[key] ?? null
    const at = { parent: place, key }
    if (SCHEMA_MAPS.has(key) && isObject(member)) eachMember(member, at, visit)
    else if (SCHEMA_LISTS.has(key) || (key === 'items' && Array.isArray(member)))
      for (const [index, one] of arrayAt(schema, key).entries()) inside(one, { parent: at, key: String(index) }, visit)
    else if (SCHEMAS.has(key)) inside(member, at, visit)
  }
}

function eachMember(schemas: JsonObject, place: Place, visit: (schema: Json, place: Place) => void): void {
  for (const key in schemas) inside(schemas[key] ?? null, { parent: place, key }, visit)
}
