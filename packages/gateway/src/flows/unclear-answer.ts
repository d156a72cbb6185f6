import { DecodeError, OutcomeUnknownError, type Settlement } from '@truemarkets/core'

/** The error for a create whose success does not name what was created: it may exist all the same. */
export function unclearAnswer(operation: 'createOrder' | 'createTransfer', settle: Settlement): OutcomeUnknownError {
  const details = { operation, attempts: 1 }
  const cause = new DecodeError('The answer names nothing that was created, and no reason why.', {
    ...details,
    code: 'response_breaks_contract',
  })
  return new OutcomeUnknownError({ ...details, cause, settle })
}
