import { branchesOf, eachObject, isObject, type Json, type JsonObject, objectAt, strings, textAt } from '../json.ts'
import { lookUp, schemaName } from '../load/references.ts'
import { flatten } from '../model/flatten.ts'
import { jsonTypesOf } from '../model/json-types.ts'
import { VERSION_SCHEMAS } from '../model/versions.ts'
import { compareConstraints, covers } from './compare-constraints.ts'
import type { Direction, SchemaChange } from './schema-rules.ts'

/** Two documents, and where found changes go. */
export type SchemaComparison = {
  readonly before: JsonObject
  readonly after: JsonObject
  readonly direction: Direction
  readonly report: (what: SchemaChange, at: string, message: string) => void
  /** Pairs of components that are compared already, by direction of the caller. */
  readonly seen: Set<string>
  /** Pairs of which one side has no name, while they are compared: a component may contain itself where the other side ends. */
  readonly above: Set<string>
}

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
  if (left !== undefined && right !== undefined && wordsOf(before) !== wordsOf(after))
    context.report('described-anew', at, 'is described anew')
  compareNamed(context, was.schema, is.schema, at)
}

/** What a choice of one schema or null is beside null; `undefined` for any other schema. */
function besideNull(schema: Json | undefined): Json | undefined {
  if (!isObject(schema) || Object.keys(schema).some((key) => !['anyOf', 'oneOf', 'description', 'title'].includes(key)))
    return undefined
  const branches = branchesOf(schema) ?? []
  const others = branches.filter((branch) => !(isObject(branch) && branch['type'] === 'null'))
  return others.length === 1 && branches.length === 2 ? others[0] : undefined
}

function wordsOf(schema: Json | undefined): string {
  return isObject(schema) ? JSON.stringify([schema['title'] ?? null, schema['description'] ?? null]) : ''
}

function partedType(
  document: JsonObject,
  schema: Json | undefined,
): { readonly schema: Json | undefined; readonly nullable: boolean } {
  const opened = open(document, schema)
  const { type, ...rest } = opened
  if (!Array.isArray(type) || !type.includes('null')) return { schema, nullable: false }
  const types = type.filter((one) => one !== 'null')
  return { schema: { ...rest, type: types.length === 1 ? (types[0] ?? 'null') : types }, nullable: true }
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

function nameOf(schema: Json | undefined): string | undefined {
  return isObject(schema) ? schemaName(schema['$ref']) : undefined
}

// The schema itself, references followed and compositions put together.
function open(document: JsonObject, schema: Json | undefined): JsonObject {
  let current = schema
  for (let steps = 0; isObject(current) && typeof current['$ref'] === 'string' && steps < 50; steps += 1) {
    current = lookUp(document, current['$ref'])
  }
  if (!isObject(current)) return {}
  return Array.isArray(current['allOf'])
    ? flatten(current, objectAt(objectAt(document, 'components'), 'schemas'))
    : current
}

function compareShapes(context: SchemaComparison, raw: Pair, at: string): void {
  const before = open(context.before, raw.before)
  const after = open(context.after, raw.after)
  if (besideNull(before) !== undefined || besideNull(after) !== undefined) {
    compareSchemas(context, before, after, at)
    return
  }
  const [old, current] = [before[VERSION_SCHEMAS], after[VERSION_SCHEMAS]]
  if (isObject(old) && isObject(current)) {
    compareVersions(context, old, current, at)
    return
  }
  const left = branchesOf(before)
  const right = branchesOf(after)
  if (left !== undefined || right !== undefined) {
    // A component that became a choice is none of its members, and what it was is no longer under its name.
    const isOwn = nameOf(raw.before) !== undefined && nameOf(raw.before) === nameOf(raw.after)
    const [one, other] = isOwn ? [before, after] : [raw.before ?? true, raw.after ?? true]
    compareAlternatives(context, left ?? [one], right ?? [other], at)
  }
  // Beside the choice that was compared there may be another one.
  const [more, others] = [choiceBeside(before), choiceBeside(after)]
  if (more !== undefined && others !== undefined) compareAlternatives(context, more, others, at)
  else if (more !== undefined || others !== undefined)
    context.report(
      more === undefined ? 'limit-introduced' : 'limit-lifted',
      at,
      more === undefined ? 'is limited by a second choice now' : 'is limited by one choice only now',
    )
  // A single shape that became one of several is compared as that alternative.
  if ((left === undefined) !== (right === undefined)) return
  if (!compareConstraints(before, after, (what, message) => context.report(what, at, message))) return
  compareProperties(context, before, after, at)
  compareWithin(context, before['items'], after['items'], `${at}[]`)
  compareTuples(context, before['prefixItems'], after['prefixItems'], at)
  compareWithin(context, before['additionalProperties'], after['additionalProperties'], `${at}{}`)
}

// Which choice is sent when is known here, so the choices are compared by their versions.
function compareVersions(context: SchemaComparison, before: JsonObject, after: JsonObject, at: string): void {
  for (const version of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [targetOf(context.before, before[version]), targetOf(context.after, after[version])]
    if (was === undefined)
      context.report('version-added', versionPlace(context.before, version, at), 'has a shape of its own now')
    else if (is === undefined)
      context.report('version-removed', versionPlace(context.after, version, at), 'has no shape of its own any more')
    else compareSchemas(context, was, is, `${at} (${version})`)
  }
}

// A version that one of the contracts does not know at all came or went as a whole, which is told once.
function versionPlace(without: JsonObject, version: string, at: string): string {
  let isKnown = false
  eachObject(without, (object) => {
    isKnown ||= Object.hasOwn(objectAt(object, VERSION_SCHEMAS), version)
  })
  return isKnown ? `${at} (${version})` : `schema version ${version}`
}

// A component by its name, so that it is compared once.
function targetOf(document: JsonObject, ref: Json | undefined): Json | undefined {
  if (typeof ref !== 'string') return undefined
  return schemaName(ref) === undefined ? lookUp(document, ref) : { $ref: ref }
}

function choiceBeside(schema: JsonObject): Json[] | undefined {
  const choice = schema['anyOf']
  return Array.isArray(schema['oneOf']) && Array.isArray(choice) ? choice : undefined
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

// Alternatives are paired by the name of their component, else by what they say, else in their order; what is left came or went.
function compareAlternatives(
  context: SchemaComparison,
  before: readonly Json[],
  after: readonly Json[],
  at: string,
): void {
  const left = new Map(before.map((branch) => [identity(branch), branch]))
  const right = new Map(after.map((branch) => [identity(branch), branch]))
  for (const [id, branch] of left) {
    if (right.has(id) && nameOf(branch) !== undefined) compareSchemas(context, branch, right.get(id), `${at}(${id})`)
  }
  const gone = [...left].filter(([id]) => !right.has(id)).map(([, branch]) => branch)
  const come = [...right].filter(([id]) => !left.has(id)).map(([, branch]) => branch)
  const [goneObjects, comeObjects] = [gone.filter(isInlineObject), come.filter(isInlineObject)]
  const pairs = Math.min(goneObjects.length, comeObjects.length)
  for (const [index, branch] of goneObjects.slice(0, pairs).entries()) {
    compareSchemas(context, branch, comeObjects[index], `${at}(alternative ${index + 1})`)
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
