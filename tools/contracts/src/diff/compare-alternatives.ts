import { isObject, type Json, type JsonObject, textAt } from '../json.ts'
import { jsonTypesOf } from '../model/json-types.ts'
import { covers } from './compare-constraints.ts'
import { type CompareInside, nameOf, type SchemaComparison } from './schema-comparison.ts'

/**
 * Compares the choices that a value has. They are paired by the name of their component, else by what they say, else in their
 * order; what is left came or went.
 */
export function compareAlternatives(
  context: SchemaComparison,
  before: readonly Json[],
  after: readonly Json[],
  at: string,
  compare: CompareInside,
): void {
  const left = new Map(before.map((branch) => [identity(branch), branch]))
  const right = new Map(after.map((branch) => [identity(branch), branch]))
  for (const [id, branch] of left) {
    if (right.has(id) && nameOf(branch) !== undefined) compare(branch, right.get(id), `${at}(${id})`)
  }
  const gone = [...left].filter(([id]) => !right.has(id)).map(([, branch]) => branch)
  const come = [...right].filter(([id]) => !left.has(id)).map(([, branch]) => branch)
  const [goneObjects, comeObjects] = [gone.filter(isInlineObject), come.filter(isInlineObject)]
  const pairs = Math.min(goneObjects.length, comeObjects.length)
  for (const [index, branch] of goneObjects.slice(0, pairs).entries()) {
    compare(branch, comeObjects[index], `${at}(alternative ${index + 1})`)
  }
  const [was, is] = [typesOf(context.before, before), typesOf(context.after, after)]
  for (const branch of gone)
    if (!goneObjects.slice(0, pairs).includes(branch))
      reportAlternative(context, branch, at, false, isOfOther(context.before, branch, is))
  for (const branch of come)
    if (!comeObjects.slice(0, pairs).includes(branch))
      reportAlternative(context, branch, at, true, isOfOther(context.after, branch, was))
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
  return nameOf(branch) ?? JSON.stringify(withoutProse(branch))
}

function withoutProse(branch: Json): Json {
  if (!isObject(branch)) return branch
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
