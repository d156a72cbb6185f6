import { HttpError } from './http-error.ts'
import type { Problem } from './problem.ts'
import type { ErrorDetails } from './true-markets-error.ts'

/** 409: the state of the thing does not allow this any more, for example a second execute. */
export class ConflictError extends HttpError {
  override readonly name = 'ConflictError'

  constructor(message: string, problem: Problem, details: ErrorDetails) {
    super(message, problem, {
      ...details,
      code: 'conflict',
      retryable: false,
      nextStep: 'Read the current state before deciding what to do.',
    })
  }
}
