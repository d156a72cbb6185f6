import { arrayAt, isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { schemaName } from '../load/references.ts'
import type { Finding } from './finding.ts'

/** No component is made of itself alone, by references, allOf, oneOf or anyOf: such a schema says nothing. */
export function lintCompositions(document: JsonObject, file: string): Finding[] {
  const schemas = objectAt(objectAt(document, 'components'), 'schemas')
  return Object.keys(schemas)
    .filter((name) => isMadeOf(name, schemas[name] ?? true, schemas, new Set()))
    .map((name) => ({
      rule: 'own/composition',
      severity: 'error',
      file,
      at: `#/components/schemas/${name}`,
      message: `${name} is made of itself; a schema refers to itself from a member, an item or a value.`,
    }))
}

function isMadeOf(wanted: string, schema: Json, schemas: JsonObject, seen: Set<string>): boolean {
  if (!isObject(schema)) return false
  const name = schemaName(schema['$ref'])
  if (name === wanted) return true
  if (name !== undefined && !seen.has(name)) {
    seen.add(name)
    if (isMadeOf(wanted, schemas[name] ?? true, schemas, seen)) return true
  }
  return ['allOf', 'oneOf', 'anyOf'].some((keyword) =>
    arrayAt(schema, keyword).some((part) => isMadeOf(wanted, part, schemas, seen)),
  )
}
