import type { LoadedContract } from '../load/contract.ts'
import { ContractProblem } from '../problem.ts'
import { lintBehaviour } from './behaviour.ts'
import { findingLine } from './finding.ts'
import { lintUnions } from './unions.ts'

/**
 * Refuses a contract that code cannot be made of: what the SDK must know is not said, or messages cannot be told apart.
 *
 * @throws ContractProblem naming every such place at once.
 */
export function refuseFaults(contract: LoadedContract, file: string): void {
  const behaviour = lintBehaviour(contract.document, contract.kind, file)
  // Messages are read with their behaviour, so the unions wait until it is whole.
  const findings = behaviour.length > 0 ? behaviour : lintUnions(contract.document, contract.kind, file)
  if (findings.length > 0) throw new ContractProblem(findings.map(findingLine).join('\n'))
}
