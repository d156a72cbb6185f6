import { escapePointer, isObject, type Json, type JsonObject, mapObjects, objectAt } from '../json.ts'
import { ContractProblem } from '../problem.ts'
import { lookUp } from './references.ts'

/**
 * Parts of a document that others may refer to by name: components, and what AsyncAPI names. A path item is none, since its
 * operations need names of their own in each place; nor are media types and the operations of AsyncAPI, which no later step
 * looks for behind a reference.
 */
const NAMED =
  /^#\/(?:components\/(?!(?:pathItems|mediaTypes|operations)\/)[^/]+\/[^/]+|servers\/[^/]+|channels\/[^/]+(?:\/messages\/[^/]+)?|operations\/[^/]+)$/

/** A schema in the middle of the document: the last step to it is a keyword whose value is one, or a name or number below such. */
const SCHEMA =
  /\/(?:schema|payload|headers|items|additionalProperties|not|if|then|else|contains|propertyNames|(?:properties|patternProperties|dependentSchemas|\$defs|definitions|schemas)\/[^/]+|(?:allOf|anyOf|oneOf|prefixItems)\/\d+)$/

/** Whether a reference leads to a schema that has no name of its own. */
export function isInnerSchema(ref: string): boolean {
  return !NAMED.test(ref) && SCHEMA.test(ref)
}

/**
 * References to path items, and to responses, parameters and other parts inside of an operation, replaced by what they lead
 * to. Schemas are left to `hoistReferences`, which gives them names.
 *
 * @throws ContractProblem where such a reference leads back to itself.
 */
export function inlineReferences(document: JsonObject): JsonObject {
  const followed = new Set<string>()
  const inlined = (value: Json, through: readonly string[]): Json =>
    mapObjects(value, (object) => {
      const { $ref: ref, ...siblings } = object
      if (typeof ref !== 'string' || !ref.startsWith('#/') || NAMED.test(ref) || SCHEMA.test(ref)) return object
      if (through.includes(ref)) throw new ContractProblem(`The $ref ${ref} leads back to itself.`)
      followed.add(ref)
      const target = inlined(lookUp(document, ref) ?? {}, [...through, ref])
      return isObject(target) ? { ...target, ...siblings } : target
    })
  const result = inlined(document, [])
  return isObject(result) ? withoutFollowed(result, followed) : document
}

// Their operations stand where they are referred to, and would be there twice.
function withoutFollowed(document: JsonObject, followed: ReadonlySet<string>): JsonObject {
  const components = objectAt(document, 'components')
  const items = Object.entries(objectAt(components, 'pathItems'))
  const kept = items.filter(([name]) => !followed.has(`#/components/pathItems/${escapePointer(name)}`))
  if (kept.length === items.length) return document
  return { ...document, components: { ...components, pathItems: Object.fromEntries(kept) } }
}
