import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/** The caller's `signal` was aborted; `cause` holds its reason. */
export class AbortedError extends TrueMarketsError {
  override readonly name = 'AbortedError'

  constructor(details: ErrorDetails) {
    super('The call was aborted by its signal.', {
      ...details,
      code: 'aborted',
      nextStep: 'Nothing: the caller asked for this.',
    })
  }
}
