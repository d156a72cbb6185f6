import { isObject, type Json, type JsonObject, objectAt } from '../json.ts'
import { lookUp, schemaName } from '../load/references.ts'
import { flatten } from '../model/flatten.ts'
import type { Direction, SchemaChange } from './schema-rules.ts'

/** Two documents, and where found changes go. */
export type SchemaComparison = {
  readonly before: JsonObject
  readonly after: JsonObject
  readonly direction: Direction
  readonly report: (what: SchemaChange, at: string, message: string) => void
  /** Pairs of components that are compared already, by direction of the caller. */
  readonly seen: Set<string>
  /** Pairs of which one side has no name, while they are compared: a component may contain itself where the other side ends. */
  readonly above: Set<string>
}

/** Compares two schemas that stand inside of others. */
export type CompareInside = (before: Json | undefined, after: Json | undefined, at: string) => void

/** The name of the component that a schema refers to. */
export function nameOf(schema: Json | undefined): string | undefined {
  return isObject(schema) ? schemaName(schema['$ref']) : undefined
}

/** The schema itself, references followed and compositions put together. */
export function open(document: JsonObject, schema: Json | undefined): JsonObject {
  let current = schema
  for (let steps = 0; isObject(current) && typeof current['$ref'] === 'string' && steps < 50; steps += 1) {
    current = lookUp(document, current['$ref'])
  }
  if (!isObject(current)) return {}
  return Array.isArray(current['allOf'])
    ? flatten(current, objectAt(objectAt(document, 'components'), 'schemas'))
    : current
}
