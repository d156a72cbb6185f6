import { arrayAt, isObject, type Json, type JsonObject } from '../json.ts'
import { lookUp, schemaName, schemasOf } from '../load/references.ts'
import { flatten } from '../model/flatten.ts'
import { isImpossible } from '../model/impossible.ts'
import { pairMemory } from '../model/pair-memory.ts'
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

/** The schema itself, references followed and compositions put together: for one schema always the same object. */
export function open(document: JsonObject, schema: Json | undefined): JsonObject {
  const current = followed(document, schema)
  if (current === false) return NOTHING
  if (!isObject(current)) return ANYTHING
  if (!Array.isArray(current['allOf'])) return current
  const schemas = schemasOf(document)
  if (isImpossible(current, schemas)) return NOTHING
  return flattened(document, current, () => flatten(current, schemas))
}

/** Every choice that a value must make, the schema's own before those of its parts. */
export function choicesOf(document: JsonObject, schema: Json | undefined): Json[][] {
  const current = followed(document, schema)
  if (!isObject(current)) return []
  const own = [current['oneOf'], current['anyOf']].filter((choice) => Array.isArray(choice))
  return [...own, ...arrayAt(current, 'allOf').flatMap((part) => choicesOf(document, part))]
}

function followed(document: JsonObject, schema: Json | undefined): Json | undefined {
  let current = schema
  for (let steps = 0; isObject(current) && typeof current['$ref'] === 'string' && steps < 50; steps += 1) {
    current = lookUp(document, current['$ref'])
  }
  return current
}

/** What no value is, and what every value is. */
const NOTHING: JsonObject = { not: {} }
const ANYTHING: JsonObject = {}

// A schema that contains itself is known by the pairs that are being compared.
const flattened = pairMemory()
