import type { Problem } from './problem.ts'
import { type ErrorParts, TrueMarketsError } from './true-markets-error.ts'

/** The server answered, and the answer was a refusal. Base of the classes chosen by status. */
export class HttpError extends TrueMarketsError {
  override readonly name: string = 'HttpError'
  /** The server's own words, read from any of its error shapes. */
  readonly problem: Problem

  constructor(message: string, problem: Problem, parts: ErrorParts) {
    super(message, { ...parts, requestId: parts.requestId ?? problem.requestId })
    this.problem = problem
  }
}
