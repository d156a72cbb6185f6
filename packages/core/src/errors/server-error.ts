import { HttpError } from './http-error.ts'
import type { Problem } from './problem.ts'
import type { ErrorDetails } from './true-markets-error.ts'

/** 408, 499 and 5xx: the service or something in front of it failed, and perhaps not before it had acted. */
export class ServerError extends HttpError {
  override readonly name = 'ServerError'

  constructor(message: string, problem: Problem, details: ErrorDetails) {
    super(message, problem, {
      ...details,
      code: 'server_failed',
      retryable: true,
      nextStep: 'Try again later; quote requestId to support if it persists.',
    })
  }
}
