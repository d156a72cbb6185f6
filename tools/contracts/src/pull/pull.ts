import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digest } from '../digest.ts'
import { objectAt, textAt } from '../json.ts'
import { upgraded } from '../load/asyncapi2.ts'
import { readText } from '../load/contract.ts'
import { kindOf } from '../load/kind.ts'
import { parseDocumentText } from '../load/parse.ts'
import { wholeOf } from '../load/whole.ts'
import { ContractProblem, reasonOf } from '../problem.ts'
import type { Project } from '../projects.ts'
import { canonicalYaml } from './canonical-yaml.ts'
import { partsBeside, textFrom } from './fetch.ts'
import { entryOf, type LockEntry, withEntry } from './lock.ts'

/** What pulling one contract came to. */
export type Pulled = { readonly api: string; readonly changed: boolean; readonly version: string }

/** Where and how a contract is kept. */
export type PullSettings = {
  readonly root: string
  /** The date of today, `YYYY-MM-DD`. */
  readonly today: string
  /** Writes YAML as the formatter of the repository does. */
  readonly format: (yaml: string) => Promise<string>
  /** A file or an address, instead of the published location. */
  readonly from?: string | undefined
}

/**
 * Fetches the published contract of an API, or takes the one at `from`, and keeps it with its digest in the lock: as one
 * file, AsyncAPI 2 as 3.0 says the same.
 * Everything is checked before the first byte is written.
 *
 * @throws ContractProblem where it cannot be had, parsed, or is a contract of another kind.
 */
export async function pull(project: Project, { root, today, format, from }: PullSettings): Promise<Pulled> {
  const lockFile = join(root, 'specs/lock.json')
  const lock = parseDocumentText(readText(lockFile), 'specs/lock.json')
  const entry = entryOf(lock, project.api)
  const location = from ?? entry.location
  refuseUnlocked(join(root, project.contract), project.contract, entry)
  const text = await textFrom(location)
  const published = parseDocumentText(text, location)
  const kind = kindOf(published, location)
  if (kind !== project.kind)
    throw new ContractProblem(`${location} is an ${kind} contract; ${project.api} has an ${project.kind} one.`)
  const whole = await wholeOf({ location, text, document: published }, partsBeside(location))
  const document = upgraded(whole.document)
  const kept = await format(canonicalYaml(document))
  const version = textAt(objectAt(document, 'info'), 'version') ?? 'unstated'
  if (digest(kept) === entry.sha256) return { api: project.api, changed: false, version }
  const how =
    from === undefined ? 'fetched from the published location' : `taken from ${/^https?:/.test(from) ? from : 'a file'}`
  const updated = withEntry(lock, project.api, {
    ...entry,
    version,
    sha256: digest(kept),
    obtained: { how, date: today },
  })
  writeTogether({ [join(root, project.contract)]: kept, [lockFile]: `${JSON.stringify(updated, undefined, 2)}\n` })
  return { api: project.api, changed: true, version }
}

// What was changed by hand and is in no lock yet is likely in no commit either, and would be lost.
function refuseUnlocked(path: string, file: string, { sha256 }: LockEntry): void {
  if (existsSync(path) && digest(readText(path)) !== sha256)
    throw new ContractProblem(
      `${file} is not what specs/lock.json names, so somebody is changing it; nothing was pulled. Put it back, or lock and commit it: \`pnpm contracts lint\` names the digest.`,
    )
}

// Both are written beside their places first, so that a full disk leaves contract and lock as they were.
function writeTogether(files: { readonly [file: string]: string }): void {
  const pending = Object.entries(files).map(([file, text]) => ({ file, next: `${file}.next-${process.pid}`, text }))
  try {
    for (const { next, text } of pending) writeFileSync(next, text)
    for (const { file, next } of pending) renameSync(next, file)
  } catch (cause) {
    throw new ContractProblem(`What was pulled cannot be written (${reasonOf(cause)}).`)
  } finally {
    for (const { next } of pending) rmSync(next, { force: true })
  }
}
