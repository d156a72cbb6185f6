import { type JsonObject, textAt } from '../json.ts'
import { schemasOf } from '../load/references.ts'
import { countingParameters, parameterInContent } from './counting-parameters.ts'
import { mappedNames, namedDiscriminator } from './discriminator-spellings.ts'
import { mapSchemas } from './map-schemas.ts'
import { apartDependencies, nullType, numericBounds, tuple } from './older-spellings.ts'
import { anyOfApart, bareReference, joinedReference } from './parts-apart.ts'
import { constantNull, listedConstants, possibleValues, spelledOut, withoutStrangeValues } from './plain-values.ts'
import { withoutTags } from './prose.ts'

/**
 * The same document with everything said in the one way that every later step reads: JSON Schema 2020-12. The spellings of
 * OpenAPI 3.0 and of older drafts are read in every version, since publishers mix them and they mean one thing only.
 */
export function modern(document: JsonObject): JsonObject {
  // Before OpenAPI 3.1 what stands beside a reference is ignored.
  const beside = /^3\.0\b/.test(textAt(document, 'openapi') ?? '3.0') ? bareReference : joinedReference
  const rules = [
    numericBounds,
    spelledOut,
    withoutStrangeValues,
    nullType,
    possibleValues,
    tuple,
    apartDependencies,
    constantNull,
    listedConstants,
    anyOfApart,
    beside,
    ...(document['asyncapi'] === undefined ? [] : [namedDiscriminator]),
    mappedNames(schemasOf(document)),
    countingParameters(document),
    parameterInContent,
    withoutTags,
  ]
  return mapSchemas(document, (object) => rules.reduce((schema, rule) => rule(schema), object))
}
