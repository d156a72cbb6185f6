import { HttpError } from './http-error.ts'
import type { Problem } from './problem.ts'
import type { ErrorDetails } from './true-markets-error.ts'

const READ = 'Read problem.message, problem.code and problem.fieldViolations; the same request will be refused again.'

/** 400, 422 and every other 4xx without a class of its own: the service understood the request and refused it. */
export class RejectedError extends HttpError {
  override readonly name = 'RejectedError'

  constructor(message: string, problem: Problem, details: ErrorDetails) {
    const isTooEarly = details.status === 425
    super(message, problem, {
      ...details,
      code: 'rejected',
      retryable: isTooEarly,
      nextStep: isTooEarly ? 'Call again: nothing was done, because the request came too early.' : READ,
    })
  }
}
