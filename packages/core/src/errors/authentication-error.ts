import type { ErrorCode } from './codes.ts'
import { HttpError } from './http-error.ts'
import type { Problem } from './problem.ts'
import type { ErrorDetails } from './true-markets-error.ts'

const CHECK =
  'Check that the key or token belongs to this environment and is neither expired nor revoked, and that the clock of this machine is right.'
const CALL_AGAIN =
  'Call again: the token that was refused, perhaps because it expired, is dropped, and a new one is used.'

/**
 * 401: the credentials were not accepted, and the clock does not explain it (else {@link ClockSkewError}).
 *
 * `retryable` where a token source has dropped the refused token. `token_claim_missing` is raised before sending, when a
 * token lacks a claim that the API demands.
 */
export class AuthenticationError extends HttpError {
  override readonly name = 'AuthenticationError'

  constructor(
    message: string,
    problem: Problem,
    details: ErrorDetails & {
      readonly code?: Extract<ErrorCode, 'authentication_failed' | 'token_claim_missing'>
      /** The refused token is dropped, and the next call has another. Default: false. */
      readonly renewable?: boolean
      readonly nextStep?: string
    },
  ) {
    const { renewable = false } = details
    super(message, problem, {
      ...details,
      code: details.code ?? 'authentication_failed',
      retryable: renewable,
      nextStep: details.nextStep ?? (renewable ? CALL_AGAIN : CHECK),
    })
  }
}
