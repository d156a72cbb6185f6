import type { JsonObject } from '../json.ts'
import { mapSchemas } from './map-schemas.ts'
import { MAY_BE_TEXT } from './widened.ts'

/**
 * Marks the integers of 64 bits. The clients of the family read one that no number holds exactly as the text it was written in,
 * so what is received may be either; whoever reads with `JSON.parse` gets a number, and another one.
 */
export function markWideIntegers(document: JsonObject): JsonObject {
  return mapSchemas(document, (schema) => (isWide(schema) ? { ...schema, [MAY_BE_TEXT]: true } : schema))
}

/** Whether a schema is of the integers of 64 bits, of which no number holds every one. */
export function isWide({ type, format, const: constant, enum: values }: JsonObject): boolean {
  const isFree = constant === undefined && values === undefined
  return isFree && (format === 'int64' || format === 'uint64') && [type].flat().includes('integer')
}
