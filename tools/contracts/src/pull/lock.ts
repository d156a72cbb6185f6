import { isObject, type Json, type JsonObject, objectAt, textAt } from '../json.ts'
import { ContractProblem } from '../problem.ts'

/** What `specs/lock.json` says of one contract. */
export type LockEntry = {
  /** Where the publisher prints it. */
  readonly location: string
  /** Its `info.version`. */
  readonly version: string
  /** Where it is kept, from the root of the repository. */
  readonly file: string
  /** SHA-256 of that file, in hex. */
  readonly sha256: string
  /** How and when it came here. */
  readonly obtained: { readonly how: string; readonly date: string }
}

/** Reads the entry of an API. */
export function entryOf(lock: JsonObject, api: string): LockEntry {
  const entry = lock[api]
  if (!isObject(entry)) throw new ContractProblem(`specs/lock.json says nothing of ${api}.`)
  const text = (key: string): string => {
    const value = textAt(entry, key)
    if (value === undefined) throw new ContractProblem(`specs/lock.json has no ${key} for ${api}.`)
    return value
  }
  const obtained = objectAt(entry, 'obtained')
  return {
    location: text('location'),
    version: text('version'),
    file: text('file'),
    sha256: text('sha256'),
    obtained: { how: textAt(obtained, 'how') ?? 'unknown', date: textAt(obtained, 'date') ?? 'unknown' },
  }
}

/** The lock with another entry for an API. */
export function withEntry(lock: JsonObject, api: string, entry: LockEntry): JsonObject {
  const { location, version, file, sha256, obtained } = entry
  const value: Json = { location, version, file, sha256, obtained: { how: obtained.how, date: obtained.date } }
  return { ...lock, [api]: value }
}
