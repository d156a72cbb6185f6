import type { Settlement } from './outcome-unknown-error.ts'
import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/** The caller's `signal` was aborted; `cause` holds its reason. */
export class AbortedError extends TrueMarketsError {
  override readonly name = 'AbortedError'
  /** How to find out what became of what had been sent before; undefined where nothing is on its way. */
  readonly settle: Settlement | undefined

  constructor(details: ErrorDetails & { readonly settle?: Settlement | undefined }) {
    const { settle } = details
    super('The call was aborted by its signal.', {
      ...details,
      code: 'aborted',
      nextStep:
        settle === undefined
          ? 'Nothing: the caller asked for this.'
          : `What was sent before goes on: run ${settle.query} to see what became of it.`,
    })
    this.settle = settle
  }
}
