import type { JsonObject } from '../json.ts'
import type { LoadedContract } from '../load/contract.ts'
import type { ContractKind } from '../load/kind.ts'
import { ContractProblem } from '../problem.ts'
import { lintBehaviour } from './behaviour.ts'
import { lintCompositions } from './compositions.ts'
import { type Finding, findingLine, withLines } from './finding.ts'
import { lintMessages } from './messages.ts'
import { lintPaths } from './paths.ts'
import { lintSchemas } from './schemas.ts'
import { lintSendable } from './sendable.ts'
import { lintUnions } from './unions.ts'

/** What no code can be made of, whoever wrote the contract. */
export function lintReadable(document: JsonObject, kind: ContractKind, file: string): Finding[] {
  const calls = kind === 'openapi' ? lintPaths(document, file) : lintMessages(document, file)
  // What is written in another language would be full of faults.
  if (calls.some(({ rule }) => rule === 'own/payload')) return calls
  return [...lintSchemas(document, file), ...lintCompositions(document, file), ...calls]
}

/**
 * Refuses a contract that code cannot be made of: a schema or an operation that cannot be read, or, in a contract of the
 * family, what the SDK must know and is not said, and messages that cannot be told apart.
 *
 * @throws ContractProblem naming every such place at once, by line where the contract is one file.
 */
export function refuseFaults(contract: LoadedContract, file: string, ours: boolean): void {
  const findings = lintReadable(contract.document, contract.kind, file)
  if (findings.length === 0 && ours) {
    findings.push(...lintBehaviour(contract.document, contract.kind, file))
    if (contract.kind === 'openapi') findings.push(...lintSendable(contract.document, file))
    // Messages are read with their behaviour, so the unions wait until it is whole.
    if (findings.length === 0) findings.push(...lintUnions(contract.document, contract.kind, file))
  }
  if (findings.length === 0) return
  const located = contract.text === undefined ? findings : withLines(findings, file, contract.text)
  throw new ContractProblem(located.map(findingLine).join('\n'))
}
