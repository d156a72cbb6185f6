import { type Json, type JsonObject, mapObjects } from '../json.ts'
import { resolve } from '../load/references.ts'
import { mapSchemas } from './map-schemas.ts'
import { MAY_BE_TEXT, numberOrText } from './widened.ts'

/**
 * Marks the integers of 64 bits. The clients of the family read one that no number holds exactly as the text it was written in,
 * so what is received may be either; whoever reads with `JSON.parse` gets a number, and another one. A parameter takes the text
 * as well: it is text on the wire, and an id that was received goes out in it.
 */
export function markWideIntegers(document: JsonObject): JsonObject {
  const marked = mapSchemas(document, (schema) => (isWide(schema) ? { ...schema, [MAY_BE_TEXT]: true } : schema))
  return mapObjects(marked, (object) => {
    const { schema } = object
    // One of JSON has `content` in place of a schema.
    return schema !== undefined && isParameter(object) ? { ...object, schema: orText(marked, schema) } : object
  })
}

/** Whether a schema is of the integers of 64 bits, of which no number holds every one. */
export function isWide({ type, format, const: constant, enum: values }: JsonObject): boolean {
  const isFree = constant === undefined && values === undefined
  return isFree && (format === 'int64' || format === 'uint64') && [type].flat().includes('integer')
}

function isParameter({ name, in: place }: JsonObject): boolean {
  return typeof name === 'string' && (place === 'path' || place === 'query' || place === 'header')
}

function orText(document: JsonObject, schema: Json): Json {
  const target = resolve(document, schema) ?? {}
  if (isWide(target)) return numberOrText(target, 'Beyond 2^53 it goes as text.')
  const { items } = target
  const written = items === undefined ? items : orText(document, items)
  return written === items || written === undefined ? schema : { ...target, items: written }
}
