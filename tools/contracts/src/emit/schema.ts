import openapiTS, { astToString, STRING } from 'openapi-typescript'
import ts from 'typescript'
import type { JsonObject } from '../json.ts'
import { ANY_STRING } from '../model/enums.ts'

// `string & {}` accepts every string and still lets an editor offer the known values.
const anyString = ts.factory.createIntersectionTypeNode([STRING, ts.factory.createTypeLiteralNode([])])

/** The openapi-typescript output of a document made by `typedDocument`. */
export async function emitSchema(document: JsonObject): Promise<string> {
  const nodes = await openapiTS(structuredClone(document) as never, {
    alphabetize: true,
    // A property with a default may be left out of a request.
    defaultNonNullable: false,
    // `type: object` without properties says nothing about its members; it does not forbid them.
    emptyObjectsUnknown: true,
    silent: true,
    transform: (schema) => (ANY_STRING in schema ? anyString : undefined),
  })
  return astToString(nodes)
}
