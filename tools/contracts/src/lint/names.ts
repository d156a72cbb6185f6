import type { JsonObject } from '../json.ts'
import { nameOf } from '../model/names.ts'
import type { Finding } from './finding.ts'
import { operationsIn } from './operation-places.ts'

/**
 * Every operation has a name of its own in the client, also where case says nothing, and none that the client has for
 * something else: it would hide the operation, or be hidden by it.
 *
 * @param members What the client has beside the operations of the contract.
 */
export function lintNames(document: JsonObject, members: readonly string[], file: string): Finding[] {
  const findings: Finding[] = []
  const taken = new Map(members.map((name) => [name.toLowerCase(), 'A helper of the client']))
  for (const { at, name: place, holder, method, path } of operationsIn(document)) {
    const name = nameOf(holder, method, path)
    const other = taken.get(name.toLowerCase())
    if (other === undefined) taken.set(name.toLowerCase(), place)
    else
      findings.push({
        rule: 'own/name',
        severity: 'error',
        file,
        at,
        message: `${other} and ${place} are both called ${name}; pin another name with x-sdk-name in the overlay.`,
      })
  }
  return findings
}
