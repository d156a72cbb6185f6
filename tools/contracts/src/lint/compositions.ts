import { isObject, type Json, type JsonObject, objectAt, partsAndChoices } from '../json.ts'
import { referenceTo, schemaName, schemasOf } from '../load/references.ts'
import type { Finding } from './finding.ts'

/**
 * No component asks of a value that the same value is one of the component, by references or compositions: such a schema
 * says nothing, and a check of it would never end.
 */
export function lintCompositions(document: JsonObject, file: string): Finding[] {
  const schemas = schemasOf(document)
  return Object.keys(schemas)
    .filter((name) => isMadeOf(name, schemas[name] ?? true, schemas, new Set()))
    .map((name) => ({
      rule: 'own/composition',
      severity: 'error',
      file,
      at: referenceTo(name),
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
  const parts = [
    ...partsAndChoices(schema),
    ...['not', 'if', 'then', 'else'].map((keyword) => schema[keyword] ?? true),
    ...Object.values(objectAt(schema, 'dependentSchemas')),
  ]
  return parts.some((part) => isMadeOf(wanted, part, schemas, seen))
}
