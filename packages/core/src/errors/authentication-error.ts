import type { ErrorCode } from './codes.ts'
import { HttpError } from './http-error.ts'
import type { Problem } from './problem.ts'
import type { ErrorDetails } from './true-markets-error.ts'

/**
 * 401: the credentials were not accepted, and the clock does not explain it (else {@link ClockSkewError}).
 *
 * `token_claim_missing` is raised before sending, when a token lacks a claim that the API demands.
 */
export class AuthenticationError extends HttpError {
  override readonly name = 'AuthenticationError'

  constructor(
    message: string,
    problem: Problem,
    details: ErrorDetails & {
      readonly code?: Extract<ErrorCode, 'authentication_failed' | 'token_claim_missing'>
      readonly nextStep?: string
    },
  ) {
    super(message, problem, {
      ...details,
      code: details.code ?? 'authentication_failed',
      nextStep: details.nextStep ?? 'Check that the key belongs to this environment and has not been revoked.',
    })
  }
}
