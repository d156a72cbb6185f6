import assert from 'node:assert/strict'

/** The value, or a failed case that says what was missing. Response members are optional in the contracts, so cases ask often. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === undefined || value === null) assert.fail(`${what} is missing`)
  return value
}
