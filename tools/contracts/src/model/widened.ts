import { isObject, type Json, type JsonObject, objectAt, strings } from '../json.ts'

/** How the enums of a schema are read: as written (what we send), or open to values added later (what we receive). */
export type EnumMode = 'closed' | 'open'

/** Marks the member of an `anyOf` that stands for values newer than the contract; emitted as `(string & {})`. */
export const ANY_STRING = 'x-any-string'

/** Marks a `oneOf` whose members were written more widely than the contract has them, so that they exclude each other no more. */
export const OVERLAPPING = 'x-overlapping'

/**
 * Marks an object that is received and says that it may have members beside those it names. Every object may; the types leave
 * such members out, because one that took any name would let a misspelt one pass.
 */
export const UNNAMED_LEFT_OUT = 'x-unnamed-left-out'

/** Marks an integer that comes as text where no number holds it exactly. */
export const MAY_BE_TEXT = 'x-may-be-text'

/** Says of a member that it does not travel this way: `readOnly` ones are not sent, `writeOnly` ones not received. */
const FOREIGN = { closed: 'readOnly', open: 'writeOnly' } as const satisfies { [mode in EnumMode]: string }

/** Whether a schema is written more widely for this direction than the contract has it. */
export function isWidened(schema: JsonObject, mode: EnumMode): boolean {
  return requires(schema, FOREIGN[mode]) || (mode === 'open' && (isOpenable(schema) || schema[MAY_BE_TEXT] === true))
}

function requires(schema: JsonObject, mark: 'readOnly' | 'writeOnly'): boolean {
  const members = objectAt(schema, 'properties')
  return strings(schema['required']).some((name) => isMarked(members[name], mark))
}

function isMarked(member: Json | undefined, mark: 'readOnly' | 'writeOnly'): boolean {
  return isObject(member) && member[mark] === true
}

// OpenAPI: where such a member is required, it is required one way only.
function withoutForeign(schema: JsonObject, mode: EnumMode): JsonObject {
  const members = objectAt(schema, 'properties')
  const { required, ...rest } = schema
  const own = strings(required).filter((name) => !isMarked(members[name], FOREIGN[mode]))
  return own.length === 0 ? rest : { ...rest, required: own }
}

function isOpenable(schema: JsonObject): boolean {
  const values = schema['enum']
  return Array.isArray(values) && values.filter((value) => typeof value === 'string').length > 1
}

/** A schema as it is written for one direction, where what it is made of is so already. */
export function widened(schema: JsonObject, mode: EnumMode): JsonObject {
  const marked = mode === 'open' && saysOpenBesideNames(schema) ? { ...schema, [UNNAMED_LEFT_OUT]: true } : schema
  if (requires(marked, FOREIGN[mode])) return withoutForeign(marked, mode)
  if (mode === 'closed') return marked
  if (marked[MAY_BE_TEXT] === true) return numberOrText(marked, 'Beyond 2^53 it comes as text.')
  return isOpenable(marked) ? opened(marked) : marked
}

/** The schema of an integer, also as text; `note` says when it is text. */
export function numberOrText({ type, description, ...rest }: JsonObject, note: string): JsonObject {
  return {
    ...rest,
    type: ['integer', 'string', ...strings([type ?? []].flat()).filter((one) => one !== 'integer')],
    // A pattern asks nothing of a number.
    pattern: '^-?\\d+$',
    description: [...strings([description ?? null]), note].join(' '),
  }
}

function saysOpenBesideNames(schema: JsonObject): boolean {
  if (schema['additionalProperties'] !== true || schema['patternProperties'] !== undefined) return false
  const isComposed = ['allOf', 'anyOf', 'oneOf'].some((keyword) => keyword in schema)
  return isComposed || Object.keys(objectAt(schema, 'properties')).length > 0
}

function opened(schema: JsonObject): JsonObject {
  const { type, enum: values, ...rest } = schema
  const known: JsonObject = {
    ...(type === undefined ? {} : { type }),
    ...(values === undefined ? {} : { enum: values }),
  }
  return { ...rest, anyOf: [known, { type: 'string', [ANY_STRING]: true }] }
}
