import type { JsonObject } from '../json.ts'
import type { ContractKind } from '../load/kind.ts'
import { withTraits } from '../load/traits.ts'
import { modern } from '../model/modern.ts'
import { ContractProblem } from '../problem.ts'
import type { Change } from './change.ts'
import { compareAsyncapi } from './compare-asyncapi.ts'
import { compareOpenapi } from './compare-openapi.ts'

/** A contract and its kind. */
export type Contract = { readonly kind: ContractKind; readonly document: JsonObject }

/**
 * What changed between two contracts, seen by a client of the first one. `today` (`YYYY-MM-DD`) tells which announced ends
 * have passed.
 *
 * @throws ContractProblem where the two are of different kinds.
 */
export function compareContracts(before: Contract, after: Contract, today: string): Change[] {
  if (before.kind !== after.kind)
    throw new ContractProblem(`An ${before.kind} contract cannot be compared with an ${after.kind} one.`)
  // Two ways to say the same are no change.
  const [left, right] = [modern(withTraits(before.document)), modern(withTraits(after.document))]
  return before.kind === 'openapi' ? compareOpenapi(left, right, today) : compareAsyncapi(left, right, today)
}
