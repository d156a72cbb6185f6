import type { ErrorCode } from './codes.ts'
import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'
import type { Violation } from './validation-error.ts'

const ADDRESS = 'Check that the base URL is the API and that no proxy or portal answers in its place.'
const CONTRACT =
  'Read message and violations: the service may have changed, and an update of the package knows more; or something else answers in its place.'

/** A successful status came with a body that cannot be used: not JSON, empty, HTML, or against the contract. */
export class DecodeError extends TrueMarketsError {
  override readonly name = 'DecodeError'
  /** Media type of the answer as the server named it, if it did. */
  readonly contentType: string | undefined
  /** Where the body breaks the contract; filled only by `validate: 'all'`. */
  readonly violations: readonly Violation[]

  constructor(
    message: string,
    details: ErrorDetails & {
      readonly code?: Extract<ErrorCode, 'response_undecodable' | 'response_empty' | 'response_breaks_contract'>
      readonly contentType?: string | undefined
      readonly violations?: readonly Violation[]
      readonly nextStep?: string
    },
  ) {
    const { code = 'response_undecodable' } = details
    const { nextStep = code === 'response_breaks_contract' ? CONTRACT : ADDRESS } = details
    super(message, { ...details, code, nextStep })
    this.contentType = details.contentType
    this.violations = details.violations ?? []
  }
}
