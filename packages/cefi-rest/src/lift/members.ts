import { isRecord } from '@truemarkets/core'

/** A JSON object as it comes off the wire: any member may be missing or new. */
export type JsonObject = Readonly<Record<string, unknown>>

/**
 * Told when an answer carries an old and a new name with different values. The new one is kept.
 *
 * Names only: the values may be amounts.
 */
export type LiftReport = (finding: { readonly kept: string; readonly dropped: string }) => void

/**
 * Moves a member to its present name.
 *
 * An old member beside a present one is dropped; if the two differ, that is reported.
 */
export function renamed(object: JsonObject, from: string, to: string, report: LiftReport): JsonObject {
  if (!Object.hasOwn(object, from)) return object
  const { [from]: old, ...rest } = object
  if (rest[to] === undefined) return { ...rest, [to]: old }
  if (JSON.stringify(rest[to]) !== JSON.stringify(old)) report({ kept: to, dropped: from })
  return rest
}

/** Changes a member where there is one. */
export function changed(object: JsonObject, name: string, change: (value: unknown) => unknown): JsonObject {
  const value = object[name]
  return value === undefined ? object : { ...object, [name]: change(value) }
}

/** The JSON value without members that are null: no member is published as nullable, so null means absent. */
export function withoutNulls(value: unknown): unknown {
  return hasNulls(value) ? copyWithoutNulls(value) : value
}

/** Looked for first: almost no answer has any, and copying every answer costs more than the rest of the lifting. */
function hasNulls(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasNulls)
  if (!isRecord(value)) return false
  for (const name in value) {
    const member = value[name]
    if (member === null || (typeof member === 'object' && hasNulls(member))) return true
  }
  return false
}

function copyWithoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyWithoutNulls)
  if (!isRecord(value)) return value
  const members = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(members.map(([name, member]) => [name, copyWithoutNulls(member)]))
}
