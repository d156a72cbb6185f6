import type { GlobalContext, SchemaObject, TransformNodeOptions } from 'openapi-typescript'
import ts from 'typescript'
import { isObject, type Json, type JsonObject, mapObjects } from '../json.ts'
import { schemasOf } from '../load/references.ts'
import { flatten } from '../model/flatten.ts'
import { inOrder } from '../model/in-order.ts'
import { mapSchemas } from '../model/map-schemas.ts'
import { withMembersToldApart } from '../model/told-apart.ts'
import { tupleOf } from '../model/tuples.ts'
import { ANY_STRING, UNNAMED_LEFT_OUT } from '../model/widened.ts'
import { astToString, resolveRef, STRING, transformSchema, transformSchemaObject } from './openapi-typescript.ts'
import { selfContained, withAliases } from './recursive-types.ts'

// `string & {}` accepts every string and still lets an editor offer the known values.
const anyString = ts.factory.createIntersectionTypeNode([STRING, ts.factory.createTypeLiteralNode([])])

/**
 * The openapi-typescript output of a document made by `typedDocument`. Its transformation is called directly: the document is
 * one file and was checked when it was loaded, and bundling it a second time takes longer than everything else.
 */
export function emitSchema(document: JsonObject, openForms?: ReadonlyMap<string, string>): string {
  const told = withMembersToldApart(document, openForms)
  try {
    return textOf(told)
  } catch (cause) {
    // It takes a percent sign in a name for the beginning of an escape.
    if (!(cause instanceof URIError)) throw cause
    return textOf(withPercentAside(told)).replaceAll(PERCENT_ASIDE, '%')
  }
}

function textOf(document: JsonObject): string {
  // A copy, since the transformation writes to what it reads.
  const schema = inOrder(spelledOut(document)) as never
  const schemas = schemasOf(document)
  const options = { silent: true }
  const context: GlobalContext = {
    additionalProperties: false,
    // Done by `inOrder`.
    alphabetize: false,
    arrayLength: false,
    // A property with a default may be left out of a request.
    defaultNonNullable: false,
    // Done by `withMembersToldApart`.
    discriminators: { objects: {}, refsHandled: [] },
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
    transform: (one: unknown, at) =>
      typeof one !== 'object' || one === null
        ? undefined
        : ANY_STRING in one
          ? anyString
          : (list(one, at) ?? openObject(one, at)),
    transformProperty: undefined,
    makePathsEnum: false,
    generatePathParams: false,
    readWriteMarkers: false,
    resolve: (ref) => whole(resolveRef(schema, ref, options), schemas),
  }
  const nodes = withAliases(transformSchema(schema, context), selfContained(schemas))
  return astToString(nodes).replaceAll(NESTED_UNION, '$1 | (string & {})').replace(WITH_REQUIRED, SAFE_WITH_REQUIRED)
}

/** What is asked for the type of an object is only asked where one is stated, and members alone state one here. */
function spelledOut(document: JsonObject): JsonObject {
  return mapSchemas(document, (schema) => {
    const { properties, patternProperties, additionalProperties = false } = schema
    const isOpen = patternProperties !== undefined || additionalProperties !== false
    if (!isObject(properties) || !isOpen || VALUED.some((keyword) => keyword in schema)) return schema
    return { ...schema, type: 'object' }
  })
}

const VALUED = ['type', '$ref', 'const', 'enum']

/** Stands for a percent sign: a character that means nothing, as it is and as the printer writes it. */
const ASIDE = '\uF025'
const PERCENT_ASIDE = /\uF025|\\uF025/g

function withPercentAside(document: JsonObject): JsonObject {
  return mapObjects(document, (object) =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [
        key.replaceAll('%', ASIDE),
        key === '$ref' && typeof value === 'string' ? value.replaceAll('%25', ASIDE) : value,
      ]),
    ),
  )
}

/** openapi-typescript looks for a member that is required beside a reference in the component alone, not in what that is made of. */
function whole<T>(component: T, schemas: JsonObject): T {
  const isComposed = typeof component === 'object' && component !== null && 'allOf' in component
  return isComposed ? (flatten(component as JsonObject, schemas) as T) : component
}

/**
 * openapi-typescript takes every tuple for one of all its first items and no others, and a list of lists for the inner list
 * where the inner one is a constant or a composition.
 */
function list(schema: object, at: TransformNodeOptions): ts.TypeNode | undefined {
  if (!('type' in schema) || schema.type !== 'array' || COMPOSED.some((keyword) => keyword in schema)) return undefined
  const typeOf = (item: Json): ts.TypeNode => transformSchemaObject(item as never, at)
  const tuple = tupleOf(schema as JsonObject)
  const items = (schema as JsonObject)['items']
  if (tuple === undefined) return items === undefined ? undefined : ts.factory.createArrayTypeNode(typeOf(items))
  const first = tuple.first.map((item, index) =>
    index < tuple.least ? typeOf(item) : ts.factory.createOptionalTypeNode(typeOf(item)),
  )
  const rest =
    tuple.rest === undefined ? [] : [ts.factory.createRestTypeNode(ts.factory.createArrayTypeNode(typeOf(tuple.rest)))]
  return ts.factory.createTupleTypeNode([...first, ...rest])
}

/** What may stand beside the keywords of a list and say more of it; an `anyOf` there is one of `allOf` by now. */
const COMPOSED = ['const', 'enum', 'allOf', 'oneOf']

/**
 * openapi-typescript gives the type of further members to the named ones as well: a number beside texts would be both. Beside
 * named members, unknown is the type that is true of all.
 */
function openObject(schema: object, at: TransformNodeOptions): ts.TypeNode | undefined {
  const { patternProperties, additionalProperties, [UNNAMED_LEFT_OUT]: isLeftOut, ...named } = schema as JsonObject
  if (isLeftOut === true) return transformSchemaObject(named as never, at)
  if (!('properties' in schema)) return undefined
  if (patternProperties === undefined && !isObject(additionalProperties)) return undefined
  return transformSchemaObject({ ...named, additionalProperties: true } as SchemaObject, at)
}

// The printer puts the known values of an open enum in parentheses of their own.
const NESTED_UNION = /\(((?:"(?:[^"\\]|\\.)*"|null)(?: \| (?:"(?:[^"\\]|\\.)*"|null))*)\) \| \(string & \{\s*\}\)/g

// It is used on components that may be null, or a union of which not every member has the key, and must hold there as well.
const WITH_REQUIRED = /type WithRequired<T, K extends keyof T> = T & \{\s*\[P in K\]-\?: T\[P\];?\s*\};/
const SAFE_WITH_REQUIRED =
  'type WithRequired<T, K extends PropertyKey> = T extends object ? T & Required<Pick<T, K & keyof T>> : T;'
