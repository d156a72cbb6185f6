import { HttpError } from './http-error.ts'
import type { Problem } from './problem.ts'
import type { ErrorDetails } from './true-markets-error.ts'

/** 403: the credentials are good but not allowed to do this, or an edge proxy refused the caller. */
export class PermissionError extends HttpError {
  override readonly name = 'PermissionError'

  constructor(message: string, problem: Problem, details: ErrorDetails) {
    super(message, problem, {
      ...details,
      code: 'permission_denied',
      retryable: false,
      nextStep:
        'Use a key that may do this for this account; an HTML problem means that a proxy refused the caller, not the service.',
    })
  }
}
