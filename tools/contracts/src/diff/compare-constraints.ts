import { branchesOf, isObject, type Json, type JsonObject, numberAt, objectAt } from '../json.ts'
import { ownTypes } from '../model/json-types.ts'
import { LOWER_BOUNDS, UPPER_BOUNDS } from '../model/keywords.ts'
import { said } from './change.ts'
import type { SchemaChange } from './schema-rules.ts'

type Report = (what: SchemaChange, message: string) => void

/**
 * Compares what two schemas say of a value itself: type, values, bounds, form and words.
 *
 * @returns Whether a value of the one can have a type of the other; where none can, nothing else they say is comparable.
 */
export function compareConstraints(before: JsonObject, after: JsonObject, report: Report): boolean {
  const isComparable = compareTypes(before, after, report)
  if (isComparable) {
    compareValues(before, after, report)
    comparePatterns(before, after, report)
    compareBounds(before, after, report)
    compareLimits(before, after, report)
    compareMembers(before, after, report)
  }
  compareDirections(before, after, report)
  compareWords(before, after, report)
  return isComparable
}

function compareTypes(before: JsonObject, after: JsonObject, report: Report): boolean {
  const [left, right] = [statedTypes(before), statedTypes(after)]
  if (left.size === 0 || right.size === 0) {
    // Two choices say the types as well as `type` does, and are compared as such.
    if (left.size === right.size || branchesOf(before) !== undefined) return true
    if (left.size === 0) report('type-narrowed', `is limited to ${named(right)} now`)
    else report('type-widened', 'may be of any type now')
    return true
  }
  if (!left.has('null') && right.has('null')) report('null-allowed', 'may be null now')
  if (left.has('null') && !right.has('null')) report('null-forbidden', 'is never null now')
  const [was, is] = [withoutNull(left), withoutNull(right)]
  const widened = covers(is, was)
  const narrowed = covers(was, is)
  if (widened && narrowed) return true
  const message = `is ${named(is)}, it was ${named(was)}`
  report(widened ? 'type-widened' : narrowed ? 'type-narrowed' : 'type-changed', message)
  return [...was].some((type) => covers(is, [type])) || [...is].some((type) => covers(was, [type]))
}

// Where `items` stand without a type, code takes anything; members without one are taken for those of an object.
function statedTypes(schema: JsonObject): ReadonlySet<string> {
  const types = ownTypes(schema)
  const isGuess = schema['type'] === undefined && schema['const'] === undefined && schema['enum'] === undefined
  return isGuess && types.has('array') ? new Set() : types
}

function withoutNull(types: Iterable<string>): string[] {
  return [...types].filter((type) => type !== 'null')
}

/** Whether values of some types are of others as well. An integer is a number. */
export function covers(wide: readonly string[], narrow: readonly string[]): boolean {
  return narrow.every((type) => wide.includes(type) || (type === 'integer' && wide.includes('number')))
}

function named(types: Iterable<string>): string {
  return withoutNull(types).sort().join(' or ') || 'null'
}

function compareValues(before: JsonObject, after: JsonObject, report: Report): void {
  const left = valuesOf(before)
  const right = valuesOf(after)
  const wasConst = before['const'] !== undefined
  const isConst = after['const'] !== undefined
  if (wasConst && isConst) {
    if (left?.join() !== right?.join()) report('const-changed', `is always ${right?.join()}, it was ${left?.join()}`)
  } else if (left === undefined && right !== undefined) {
    report(isConst ? 'const-introduced' : 'enum-introduced', `is limited to ${right.join(', ')} now`)
  } else if (left !== undefined && right === undefined) {
    report(wasConst ? 'const-lifted' : 'enum-lifted', 'may have any value now')
  } else if (left !== undefined && right !== undefined) {
    for (const value of right.filter((one) => !left.includes(one))) report('enum-value-added', `may be ${value} now`)
    for (const value of left.filter((one) => !right.includes(one)))
      report('enum-value-removed', `is never ${value} now`)
  }
}

function valuesOf(schema: JsonObject): string[] | undefined {
  if (schema['const'] !== undefined) return [JSON.stringify(schema['const'])]
  const values = schema['enum']
  return Array.isArray(values)
    ? values.filter((value) => value !== null).map((value) => JSON.stringify(value))
    : undefined
}

function comparePatterns(before: JsonObject, after: JsonObject, report: Report): void {
  const [left, right] = [before['pattern'], after['pattern']]
  if (left !== right) {
    if (left === undefined) report('pattern-introduced', `must match ${JSON.stringify(right)} now`)
    else if (right === undefined) report('pattern-lifted', 'has no pattern now')
    else report('pattern-changed', `must match ${JSON.stringify(right)}, it was ${JSON.stringify(left)}`)
  }
  if (before['format'] !== after['format']) {
    report('format-changed', `has the format ${said(after['format'])}, it was ${said(before['format'])}`)
  }
}

function compareBounds(before: JsonObject, after: JsonObject, report: Report): void {
  for (const keyword of LOWER_BOUNDS) {
    const [left, right] = [numberAt(before, keyword, -Infinity), numberAt(after, keyword, -Infinity)]
    if (left !== right)
      report(right > left ? 'lower-bound-raised' : 'lower-bound-lowered', bound(keyword, after, before))
  }
  for (const keyword of UPPER_BOUNDS) {
    const [left, right] = [numberAt(before, keyword, Infinity), numberAt(after, keyword, Infinity)]
    if (left !== right)
      report(right < left ? 'upper-bound-lowered' : 'upper-bound-raised', bound(keyword, after, before))
  }
  if (before['uniqueItems'] !== true && after['uniqueItems'] === true)
    report('unique-items-required', 'must not hold the same item twice now')
  if (before['uniqueItems'] === true && after['uniqueItems'] !== true)
    report('unique-items-lifted', 'may hold the same item twice now')
}

function bound(keyword: string, after: JsonObject, before: JsonObject): string {
  return `has ${keyword} ${said(after[keyword])}, it was ${said(before[keyword])}`
}

/** Keywords that limit values by schemas or rules of their own, which are compared as they are written. */
const LIMITS = [
  ...['multipleOf', 'not', 'if', 'then', 'else', 'contains', 'minContains', 'maxContains', 'propertyNames'],
  ...['patternProperties', 'dependentRequired', 'dependentSchemas', 'unevaluatedItems', 'unevaluatedProperties'],
  ...['contentEncoding', 'contentMediaType', 'contentSchema'],
]

function compareLimits(before: JsonObject, after: JsonObject, report: Report): void {
  for (const keyword of LIMITS) {
    const [left, right] = [before[keyword], after[keyword]]
    if (same(left, right)) continue
    const what = left === undefined ? 'limit-introduced' : right === undefined ? 'limit-lifted' : 'limit-changed'
    report(what, bound(keyword, after, before))
  }
}

function compareMembers(before: JsonObject, after: JsonObject, report: Report): void {
  const wasClosed = before['additionalProperties'] === false
  const isClosed = after['additionalProperties'] === false
  if (!wasClosed && isClosed) report('members-closed', 'takes no other members now')
  if (wasClosed && !isClosed) report('members-opened', 'takes other members now')
  const left = objectAt(before, 'discriminator')['propertyName']
  const right = objectAt(after, 'discriminator')['propertyName']
  if (left !== right) report('discriminator-changed', `is told apart by ${said(right)}, it was ${said(left)}`)
  else if (!same(mappingOf(before), mappingOf(after)))
    report('discriminator-mapping-changed', `has other values of ${said(right)}`)
}

function mappingOf(schema: JsonObject): JsonObject {
  return objectAt(objectAt(schema, 'discriminator'), 'mapping')
}

function compareDirections(before: JsonObject, after: JsonObject, report: Report): void {
  for (const [keyword, words] of [
    ['readOnly', 'is only received'],
    ['writeOnly', 'is only sent'],
  ] as const) {
    const [left, right] = [before[keyword] === true, after[keyword] === true]
    if (left !== right) report('direction-changed', `${words}${right ? ' now' : ' no more'}`)
  }
}

function compareWords(before: JsonObject, after: JsonObject, report: Report): void {
  if (!same(before['default'], after['default']))
    report('default-changed', `has the default ${said(after['default'])}, it was ${said(before['default'])}`)
  if (!same(before['x-sunset'], after['x-sunset']))
    report('sunset-changed', `has the sunset ${said(after['x-sunset'])}, it was ${said(before['x-sunset'])}`)
  if (!same(before['example'], after['example']) || !same(before['examples'], after['examples']))
    report('example-changed', 'has other examples')
  if (before['deprecated'] !== true && after['deprecated'] === true) report('deprecated', 'is deprecated now')
  if (before['deprecated'] === true && after['deprecated'] !== true) report('undeprecated', 'is no longer deprecated')
  if (before['description'] !== after['description'] || before['title'] !== after['title'])
    report('described-anew', 'is described anew')
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return isObject(a) || Array.isArray(a) ? JSON.stringify(a) === JSON.stringify(b) : a === b
}
