import { isObject, type Json, type JsonObject, textAt } from '../json.ts'
import { jsonTypesOf } from '../model/json-types.ts'
import { covers } from './compare-constraints.ts'
import { type CompareInside, nameOf, type SchemaComparison } from './schema-comparison.ts'

/**
 * Compares the choices that a value has. They are paired by the name of their component, else by what they say; of the rest
 * objects in their order, and those that are the only ones of their type. What is left came or went.
 */
export function compareAlternatives(
  context: SchemaComparison,
  before: readonly Json[],
  after: readonly Json[],
  at: string,
  compare: CompareInside,
): void {
  const [wasAny, isAny] = [before.some(isAnything), after.some(isAnything)]
  if (wasAny !== isAny) {
    if (isAny) context.report('type-widened', at, 'may be anything now')
    else context.report('type-narrowed', at, 'may not be anything any more')
    return
  }
  const left = new Map(before.map((branch) => [identity(branch), branch]))
  const right = new Map(after.map((branch) => [identity(branch), branch]))
  for (const [id, branch] of left) {
    if (right.has(id) && nameOf(branch) !== undefined) compare(branch, right.get(id), `${at}(${id})`)
  }
  const gone = [...left].filter(([id]) => !right.has(id)).map(([, branch]) => branch)
  const come = [...right].filter(([id]) => !left.has(id)).map(([, branch]) => branch)
  const pairs = [...objectsInOrder(gone, come), ...onlyOnesOfTheirType(context, gone, come)]
  for (const { was, is, name } of pairs) compare(was, is, `${at}(${name})`)
  const paired = new Set(pairs.flatMap(({ was, is }) => [was, is]))
  const [types, others] = [typesOf(context.before, before), typesOf(context.after, after)]
  for (const branch of gone.filter((one) => !paired.has(one)))
    reportAlternative(context, branch, at, false, isOfOther(context.before, branch, others))
  for (const branch of come.filter((one) => !paired.has(one)))
    reportAlternative(context, branch, at, true, isOfOther(context.after, branch, types))
}

/** Two alternatives that are compared as one, and what it is called. */
type AlternativePair = { readonly was: Json; readonly is: Json; readonly name: string }

function objectsInOrder(gone: readonly Json[], come: readonly Json[]): AlternativePair[] {
  const others = come.filter(isInlineObject)
  return gone.filter(isInlineObject).flatMap((was, index): AlternativePair[] => {
    const is = others[index]
    return is === undefined ? [] : [{ was, is, name: `alternative ${index + 1}` }]
  })
}

// What has a name in both contracts is another thing under another name.
function onlyOnesOfTheirType(
  context: SchemaComparison,
  gone: readonly Json[],
  come: readonly Json[],
): AlternativePair[] {
  const [left, right] = [onlyOnes(context.before, gone), onlyOnes(context.after, come)]
  return [...left].flatMap(([name, was]): AlternativePair[] => {
    const is = right.get(name)
    if (is === undefined || (isInlineObject(was) && isInlineObject(is))) return []
    return nameOf(was) !== undefined && nameOf(is) !== undefined ? [] : [{ was, is, name }]
  })
}

/** The alternatives of which there is one of a type only, by that type. */
function onlyOnes(document: JsonObject, branches: readonly Json[]): Map<string, Json> {
  const names = branches.map((branch) => typeNamed(document, branch))
  const isOnly = (name: string): boolean => name !== '' && names.indexOf(name) === names.lastIndexOf(name)
  return new Map(
    branches.map((branch, index): [string, Json] => [names[index] ?? '', branch]).filter(([name]) => isOnly(name)),
  )
}

function typeNamed(document: JsonObject, branch: Json): string {
  const types = [...jsonTypesOf(document, branch)].filter((type) => type !== 'null')
  return types.sort().join(' or ')
}

function isAnything(branch: Json): boolean {
  return branch === true || (isObject(branch) && Object.keys(withoutProse(branch)).length === 0)
}

/** The types of the values of several alternatives; nothing where one of them does not say. */
function typesOf(document: JsonObject, branches: readonly Json[]): string[] | undefined {
  const types = branches.map((branch) => [...jsonTypesOf(document, branch)])
  return types.every((some) => some.length > 0) ? types.flat() : undefined
}

function isOfOther(document: JsonObject, branch: Json, types: readonly string[] | undefined): boolean {
  const own = typesOf(document, [branch])
  return own !== undefined && types !== undefined && !covers(types, own)
}

function isInlineObject(branch: Json): boolean {
  return isObject(branch) && branch['properties'] !== undefined
}

function identity(branch: Json): string {
  return nameOf(branch) ?? JSON.stringify(isObject(branch) ? withoutProse(branch) : branch)
}

function withoutProse(branch: JsonObject): JsonObject {
  const { description: _description, title: _title, examples: _examples, example: _example, ...rest } = branch
  return rest
}

// `anyOf: [X, { type: null }]` is how a reference is made nullable: no alternative comes or goes, null does. Nor does one where
// a choice of types stands for a list of them.
function reportAlternative(
  context: SchemaComparison,
  branch: Json,
  at: string,
  added: boolean,
  isOfOtherType: boolean,
): void {
  if (isObject(branch) && branch['type'] === 'null') {
    context.report(added ? 'null-allowed' : 'null-forbidden', at, added ? 'may be null now' : 'is never null now')
    return
  }
  const shape =
    nameOf(branch) ??
    (isObject(branch) ? (textAt(branch, 'title') ?? textAt(branch, 'type')) : undefined) ??
    'of another shape'
  const [adds, removes] = isOfOtherType
    ? (['type-widened', 'type-narrowed'] as const)
    : (['alternative-added', 'alternative-removed'] as const)
  if (added) context.report(adds, at, `may be ${shape} now`)
  else context.report(removes, at, `is never ${shape} now`)
}
