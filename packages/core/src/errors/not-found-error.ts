import { HttpError } from './http-error.ts'
import type { Problem } from './problem.ts'
import type { ErrorDetails } from './true-markets-error.ts'

/** 404: no such thing, or it has aged out, or the path is gone. */
export class NotFoundError extends HttpError {
  override readonly name = 'NotFoundError'

  constructor(message: string, problem: Problem, details: ErrorDetails) {
    super(message, problem, {
      ...details,
      code: 'not_found',
      retryable: false,
      nextStep:
        'Check the id, for a CeFi order also its id_type, and the environment it belongs to; orders are kept for a limited time.',
    })
  }
}
