import type { ErrorCode } from './codes.ts'
import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/** One way in which a value breaks the contract. The value itself is left out: it may be secret. */
export interface Violation {
  /** Where, as a JSON pointer under the part of the request: `body/qty`, `query/limit`. */
  readonly path: string
  /** What the contract asks for there. */
  readonly message: string
}

/** The request breaks the contract, so it was not sent. `violations` lists every place. */
export class ValidationError extends TrueMarketsError {
  override readonly name = 'ValidationError'
  /** Every violation found, in the order of the contract. */
  readonly violations: readonly Violation[]

  constructor(
    message: string,
    violations: readonly Violation[],
    details: ErrorDetails & { readonly code?: Extract<ErrorCode, 'request_invalid' | 'path_parameter_refused'> } = {},
  ) {
    super(message, {
      ...details,
      code: details.code ?? 'request_invalid',
      nextStep: 'Correct the listed fields; nothing was sent.',
    })
    this.violations = violations
  }
}
