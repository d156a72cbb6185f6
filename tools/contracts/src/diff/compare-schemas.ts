import { isObject, type Json, type JsonObject, objectAt, strings } from '../json.ts'
import { VERSION_SCHEMAS } from '../model/versions.ts'
import { compareAlternatives } from './compare-alternatives.ts'
import { compareConstraints } from './compare-constraints.ts'
import { compareVersions } from './compare-versions.ts'
import { besideNull, partedType } from './nullable.ts'
import { type CompareInside, choicesOf, nameOf, open, type SchemaComparison } from './schema-comparison.ts'
import type { Direction } from './schema-rules.ts'

type Pair = { readonly before: Json | undefined; readonly after: Json | undefined }

/** Compares two schemas, components by their names, so that a change in a shared component is told once. */
export function compareSchemas(
  context: SchemaComparison,
  before: Json | undefined,
  after: Json | undefined,
  at: string,
): void {
  const [left, right] = [besideNull(before), besideNull(after)]
  if (left === undefined && right === undefined) {
    compareNamed(context, before, after, at)
    return
  }
  // Null as a choice of its own and null as one of the types are the same.
  const was = left === undefined ? partedType(context.before, before) : { schema: left, nullable: true }
  const is = right === undefined ? partedType(context.after, after) : { schema: right, nullable: true }
  if (!was.nullable && is.nullable) context.report('null-allowed', at, 'may be null now')
  if (was.nullable && !is.nullable) context.report('null-forbidden', at, 'is never null now')
  compareNamed(context, was.schema, is.schema, at)
}

function compareNamed(context: SchemaComparison, before: Json | undefined, after: Json | undefined, at: string): void {
  const left = nameOf(before)
  const right = nameOf(after)
  if (left !== undefined && right !== undefined)
    compareConstraints(beside(before), beside(after), (what, message) => context.report(what, at, message))
  if (left !== undefined && left === right) {
    if (context.seen.has(left)) return
    context.seen.add(left)
    compareShapes(context, { before, after }, left)
  } else {
    const pair = `${left ?? idOf(before)} ${right ?? idOf(after)}`
    if (context.above.has(pair) || (left !== undefined && right !== undefined && context.seen.has(pair))) return
    context.seen.add(pair)
    context.above.add(pair)
    compareShapes(context, { before, after }, at)
    context.above.delete(pair)
  }
}

/** What is said beside a reference. */
function beside(schema: Json | undefined): JsonObject {
  const { $ref: _, ...rest } = isObject(schema) ? schema : {}
  return rest
}

const ids = new WeakMap<JsonObject, number>()
let lastId = 0

function idOf(schema: Json | undefined): string {
  if (!isObject(schema)) return schema === false ? 'nothing' : 'anything'
  const known = ids.get(schema) ?? (lastId += 1)
  ids.set(schema, known)
  return `#${known}`
}

function compareShapes(context: SchemaComparison, raw: Pair, at: string): void {
  const before = open(context.before, raw.before)
  const after = open(context.after, raw.after)
  if (besideNull(before) !== undefined || besideNull(after) !== undefined) {
    compareSchemas(context, before, after, at)
    return
  }
  const inside: CompareInside = (was, is, place) => compareSchemas(context, was, is, place)
  const [old, current] = [before[VERSION_SCHEMAS], after[VERSION_SCHEMAS]]
  if (isObject(old) || isObject(current)) {
    compareVersions(context, objectAt(before, VERSION_SCHEMAS), objectAt(after, VERSION_SCHEMAS), at, inside)
    // What stands beside them is for readers that know no versions; where one contract has none, it is what can be compared.
    if (isObject(old) && isObject(current)) return
  }
  if (compareChoices(context, raw, at, inside) === 'as a choice') return
  if (!compareConstraints(before, after, (what, message) => context.report(what, at, message))) return
  compareProperties(context, before, after, at)
  compareItems(context, before, after, at)
  compareTuples(context, before['prefixItems'], after['prefixItems'], at)
  compareWithin(context, before['additionalProperties'], after['additionalProperties'], `${at}{}`)
}

/**
 * Compares the choices of two schemas in their order.
 *
 * @returns How the two are compared: a single shape that became one of several, or was one, as that alternative.
 */
function compareChoices(
  context: SchemaComparison,
  { before, after }: Pair,
  at: string,
  inside: CompareInside,
): 'as a choice' | 'as they are' {
  const [left, right] = [choicesOf(context.before, before), choicesOf(context.after, after)]
  const isOnlyChoice = (document: JsonObject, schema: Json | undefined): boolean => !hasShape(open(document, schema))
  const became = left.length === 0 && right.length === 1 && isOnlyChoice(context.after, after)
  const was = left.length === 1 && right.length === 0 && isOnlyChoice(context.before, before)
  if (became || was) {
    // A component that became a choice is none of its members, and what it was is no longer under its name.
    const isOwn = nameOf(before) !== undefined && nameOf(before) === nameOf(after)
    const whole = (document: JsonObject, schema: Json | undefined): Json[] => [
      isOwn ? open(document, schema) : (schema ?? true),
    ]
    const [one, other] = [left[0] ?? whole(context.before, before), right[0] ?? whole(context.after, after)]
    compareAlternatives(context, one, other, at, inside)
    return 'as a choice'
  }
  for (const [index, choice] of left.entries())
    if (right[index] !== undefined) compareAlternatives(context, choice, right[index], at, inside)
  if (left.length < right.length) context.report('limit-introduced', at, 'is limited by a further choice now')
  if (left.length > right.length) context.report('limit-lifted', at, 'is limited by fewer choices now')
  return 'as they are'
}

/** Whether a schema says itself what members a value has, beside the choice that it is. */
function hasShape(schema: JsonObject): boolean {
  return schema['properties'] !== undefined || schema['required'] !== undefined
}

function compareItems(context: SchemaComparison, before: JsonObject, after: JsonObject, at: string): void {
  const [was, is] = [before['items'], after['items']]
  if (was !== false && is === false) context.report('limit-introduced', at, 'holds no further items now')
  if (was === false && is !== false) context.report('limit-lifted', at, 'may hold further items now')
  compareWithin(context, was, is, `${at}[]`)
}

// What is not described may be anything. Whether there may be any at all is compared elsewhere.
function compareWithin(context: SchemaComparison, before: Json | undefined, after: Json | undefined, at: string): void {
  if (before === false || after === false || !(isObject(before) || isObject(after))) return
  compareSchemas(context, isObject(before) ? before : ANYTHING, isObject(after) ? after : ANYTHING, at)
}

const ANYTHING: JsonObject = {}

function compareProperties(context: SchemaComparison, before: JsonObject, after: JsonObject, at: string): void {
  const left = objectAt(before, 'properties')
  const right = objectAt(after, 'properties')
  const wasRequired = requiredIn(before, context.direction)
  const isRequired = requiredIn(after, context.direction)
  for (const name of new Set([...Object.keys(left), ...Object.keys(right), ...wasRequired, ...isRequired])) {
    const path = `${at}.${name}`
    if (left[name] === undefined && right[name] !== undefined) {
      const required = isRequired.has(name)
      context.report(
        required ? 'property-added-required' : 'property-added-optional',
        path,
        `is new${required ? ' and required' : ''}`,
      )
    } else if (left[name] !== undefined && right[name] === undefined) {
      context.report('property-removed', path, 'is gone')
    } else {
      if (!wasRequired.has(name) && isRequired.has(name))
        context.report('property-became-required', path, 'is required now')
      if (wasRequired.has(name) && !isRequired.has(name))
        context.report('property-became-optional', path, 'may be left out now')
      if (left[name] !== undefined) compareSchemas(context, left[name], right[name], path)
    }
  }
}

/** Says of a member that it does not travel this way, so that it need not be there although it is required. */
const FOREIGN = { sent: 'readOnly', received: 'writeOnly' } as const satisfies { [direction in Direction]: string }

function requiredIn(schema: JsonObject, direction: Direction): ReadonlySet<string> {
  const members = objectAt(schema, 'properties')
  return new Set(strings(schema['required']).filter((name) => objectAt(members, name)[FOREIGN[direction]] !== true))
}

function compareTuples(context: SchemaComparison, before: Json | undefined, after: Json | undefined, at: string): void {
  if (!Array.isArray(before) && !Array.isArray(after)) return
  const left = Array.isArray(before) ? before : []
  const right = Array.isArray(after) ? after : []
  if (left.length !== right.length)
    context.report('tuple-changed', at, `has ${right.length} fixed items, it had ${left.length}`)
  for (const [index, item] of left.entries()) {
    if (right[index] !== undefined) compareSchemas(context, item, right[index], `${at}[${index}]`)
  }
}
