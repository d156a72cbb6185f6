import {
  astToString,
  type GlobalContext,
  resolveRef,
  STRING,
  scanDiscriminators,
  transformSchema,
} from 'openapi-typescript'
import ts from 'typescript'
import type { JsonObject } from '../json.ts'
import { ANY_STRING } from '../model/enums.ts'
import { inOrder } from '../model/in-order.ts'

// `string & {}` accepts every string and still lets an editor offer the known values.
const anyString = ts.factory.createIntersectionTypeNode([STRING, ts.factory.createTypeLiteralNode([])])

/**
 * The openapi-typescript output of a document made by `typedDocument`. Its transformation is called directly: the document is
 * one file and was checked when it was loaded, and bundling it a second time takes longer than everything else.
 */
export function emitSchema(document: JsonObject): string {
  // A copy, since the transformation writes to what it reads.
  const schema = inOrder(document) as never
  const options = { silent: true }
  const context: GlobalContext = {
    additionalProperties: false,
    // Done by `inOrder`.
    alphabetize: false,
    arrayLength: false,
    // A property with a default may be left out of a request.
    defaultNonNullable: false,
    discriminators: scanDiscriminators(schema, options),
    // `type: object` without properties says nothing about its members; it does not forbid them.
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    conditionalEnums: false,
    dedupeEnums: false,
    excludeDeprecated: false,
    exportType: false,
    immutable: false,
    injectFooter: [],
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    // Only the bundling reads it.
    redoc: undefined as never,
    rootTypes: false,
    rootTypesNoSchemaPrefix: false,
    rootTypesKeepCasing: false,
    silent: true,
    // A schema may be `true` or `false`, whatever the declared type says.
    transform: (one: unknown) => (typeof one === 'object' && one !== null && ANY_STRING in one ? anyString : undefined),
    transformProperty: undefined,
    makePathsEnum: false,
    generatePathParams: false,
    readWriteMarkers: false,
    resolve: (ref) => resolveRef(schema, ref, options),
  }
  return astToString(transformSchema(schema, context)).replaceAll(NESTED_UNION, '$1 | (string & {})')
}

// The printer puts the known values of an open enum in parentheses of their own.
const NESTED_UNION = /\(((?:"(?:[^"\\]|\\.)*"|null)(?: \| (?:"(?:[^"\\]|\\.)*"|null))*)\) \| \(string & \{\s*\}\)/g
