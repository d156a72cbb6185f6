import { isObject, type Json, type JsonObject, textAt } from '../json.ts'

/** A schema, and the language in which it is written. */
export type Described = { readonly schema: Json; readonly language: string }

/** The language of the schemas that code is made of. */
export const JSON_SCHEMA = 'JSON Schema'

const OTHER_NAMES = /^application\/(?:schema|vnd\.aai\.asyncapi|vnd\.oai\.openapi)(?:\+(?:json|yaml))?(?:;|$)/

/** A schema of an AsyncAPI document, which may stand beside the name of its language; `format` is what is said elsewhere. */
export function described(written: Json, format?: string): Described {
  const beside = isObject(written) ? textAt(written, 'schemaFormat') : undefined
  const said = beside ?? format
  const schema = isObject(written) && beside !== undefined ? (written['schema'] ?? true) : written
  return { schema, language: said === undefined || OTHER_NAMES.test(said) ? JSON_SCHEMA : said }
}

/** What a message carries. AsyncAPI 3 names the language beside the schema, 2 beside the payload. */
export function payloadOf(message: JsonObject): Described {
  return described(message['payload'] ?? true, textAt(message, 'schemaFormat'))
}
