import { escapePointer, isObject, type JsonObject, objectAt } from '../json.ts'
import { METHODS } from '../model/http.ts'
import { nameOf } from '../model/names.ts'
import type { Finding } from './finding.ts'

/**
 * Every operation has a name of its own in the client, also where case says nothing, and none that the client has for
 * something else: it would hide the operation, or be hidden by it.
 *
 * @param members What the client has beside the operations of the contract.
 */
export function lintNames(document: JsonObject, members: readonly string[], file: string): Finding[] {
  const findings: Finding[] = []
  const taken = new Map(members.map((name) => [name.toLowerCase(), 'A helper of the client']))
  for (const [path, item] of Object.entries(objectAt(document, 'paths'))) {
    for (const method of METHODS) {
      const operation = isObject(item) ? item[method] : undefined
      if (!isObject(operation)) continue
      const name = nameOf(operation, method, path)
      const place = `${method.toUpperCase()} ${path}`
      const other = taken.get(name.toLowerCase())
      if (other === undefined) taken.set(name.toLowerCase(), place)
      else
        findings.push({
          rule: 'own/name',
          severity: 'error',
          file,
          at: `#/paths/${escapePointer(path)}/${method}`,
          message: `${other} and ${place} are both called ${name}; pin another name with x-sdk-name in the overlay.`,
        })
    }
  }
  return findings
}
