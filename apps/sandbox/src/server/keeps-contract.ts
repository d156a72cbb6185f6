import type { SandboxContext } from '../context.ts'
import type { ContractOperation } from './contracts.ts'

/**
 * Checks an answer of ours against the contract. One that breaks it is our defect: it is logged and counted. Where somebody
 * broke a rule, or chose a world in which the contract is what is wrong, seeing clients through that is the purpose: then the
 * difference is a note and the answer stands.
 * @param version the schema version whose form the body must have; default: that of any
 */
export function keepsContract(
  { answers, isBroken, log }: SandboxContext,
  where: string,
  operation: ContractOperation,
  { status, body }: { readonly status: number; readonly body?: unknown },
  version?: string,
): boolean {
  const violations = operation.checkResponse(status, body, version)
  if (violations.length === 0) return true
  const words = JSON.stringify(violations)
  if (isBroken || answers.isDrift) {
    log.note(where, words)
    return true
  }
  log.contractViolation(where, words)
  return false
}
