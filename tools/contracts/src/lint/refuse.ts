import type { JsonObject } from '../json.ts'
import type { LoadedContract } from '../load/contract.ts'
import type { ContractKind } from '../load/kind.ts'
import { ContractProblem } from '../problem.ts'
import { lintAmounts } from './amounts.ts'
import { lintBehaviour } from './behaviour.ts'
import { lintCompositions } from './compositions.ts'
import { lintContradictions } from './contradictions.ts'
import { type Finding, findingLine, withLines } from './finding.ts'
import { lintFrames } from './frames.ts'
import { lintMessages } from './messages.ts'
import { lintNames } from './names.ts'
import { lintPaging } from './paging.ts'
import { lintParts } from './parts.ts'
import { lintPaths } from './paths.ts'
import { lintReceivable } from './receivable.ts'
import { lintSchemas } from './schemas.ts'
import { lintSections } from './sections.ts'
import { lintSendable } from './sendable.ts'
import { lintUnions } from './unions.ts'

/** What no code can be made of, whoever wrote the contract. */
export function lintReadable(document: JsonObject, kind: ContractKind, file: string): Finding[] {
  const calls =
    kind === 'openapi' ? [...lintPaths(document, file), ...lintParts(document, file)] : lintMessages(document, file)
  // What is written in another language would be full of faults.
  if (calls.some(({ rule }) => rule === 'own/payload')) return calls
  return [
    ...lintSections(document, file),
    ...lintSchemas(document, file),
    ...lintCompositions(document, file),
    ...(kind === 'asyncapi' ? lintContradictions(document, file) : []),
    ...calls,
  ]
}

/** What the clients of the family cannot do, or call otherwise. `members` is what the client has beside its operations. */
export function lintClients(
  document: JsonObject,
  kind: ContractKind,
  members: readonly string[],
  file: string,
): Finding[] {
  const amounts = lintAmounts(document, file)
  if (kind === 'asyncapi') return [...amounts, ...lintFrames(document, file)]
  return [
    ...amounts,
    ...lintSendable(document, file),
    ...lintReceivable(document, file),
    ...lintPaging(document, file),
    ...lintNames(document, members, file),
  ]
}

/**
 * Refuses a contract that code cannot be made of: a schema or an operation that cannot be read, or, in a contract of the
 * family, what the SDK must know and is not said, what its client cannot do, and messages that cannot be told apart.
 *
 * @param members What the client of the contract has beside its operations; without it the contract is not of the family.
 * @returns What the code leaves out, one line each.
 * @throws ContractProblem naming every such place at once, by file and line.
 */
export function refuseFaults(contract: LoadedContract, file: string, members?: readonly string[]): string[] {
  const { document, kind, placeOf } = contract
  const findings = lintReadable(document, kind, file)
  if (isWhole(findings) && members !== undefined) {
    findings.push(...lintBehaviour(document, kind, file), ...lintClients(document, kind, members, file))
    // Messages are read with their behaviour, so the unions wait until it is whole.
    if (isWhole(findings)) findings.push(...lintUnions(document, kind, file))
  }
  const located = placeOf === undefined ? findings : onceEach(withLines(findings, file, placeOf))
  const faults = located.filter(({ severity }) => severity === 'error')
  if (faults.length > 0) throw new ContractProblem(faults.map(findingLine).join('\n'))
  return located.map(findingLine)
}

function isWhole(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity === 'warning')
}

// What several places refer to is read in each of them, and written in one.
function onceEach(located: readonly Finding[]): Finding[] {
  const said = new Set<string>()
  return located.filter((finding) => {
    const words = `${finding.file} ${finding.rule} ${finding.message}`
    return said.size < said.add(words).size
  })
}
