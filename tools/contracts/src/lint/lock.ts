import { digest } from '../digest.ts'
import type { JsonObject } from '../json.ts'
import { entryOf } from '../pull/lock.ts'
import type { Finding, OwnRule } from './finding.ts'

/** The lock names the file that is kept, and the digest of what it holds. */
export function lintLock(lock: JsonObject, api: string, contract: string, text: string): Finding[] {
  const { file, sha256 } = entryOf(lock, api)
  const findings: Finding[] = []
  const report = (rule: OwnRule, message: string): void => {
    findings.push({ rule: `own/${rule}`, severity: 'error', file: 'specs/lock.json', at: api, message })
  }
  if (file !== contract) report('lock-file', `The lock names ${file}; the contract is ${contract}.`)
  const found = digest(text)
  if (sha256 !== found)
    report('lock-digest', `${contract} has the digest ${found}; a change by hand updates the lock as well.`)
  return findings
}
