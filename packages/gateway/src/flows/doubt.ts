import { OutcomeUnknownError, TrueMarketsError } from '@truemarkets/core'

/** Whether a write that failed like this may have taken effect; then its object is read before anything else. */
export function leavesDoubt(error: unknown): error is TrueMarketsError {
  if (error instanceof OutcomeUnknownError) return true
  // The service took the write, and its answer was refused only for breaking the contract (`validate: 'all'`).
  return error instanceof TrueMarketsError && error.code === 'response_breaks_contract'
}
