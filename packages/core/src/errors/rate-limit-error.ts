import { HttpError } from './http-error.ts'
import type { Problem } from './problem.ts'
import type { ErrorDetails } from './true-markets-error.ts'

/** 429: too many requests. */
export class RateLimitError extends HttpError {
  override readonly name = 'RateLimitError'
  /** Milliseconds the server asks to wait, from `Retry-After` or `x-ratelimit-reset`; undefined when it did not say. */
  readonly retryAfterMs: number | undefined

  constructor(
    message: string,
    problem: Problem,
    details: ErrorDetails & { readonly retryAfterMs: number | undefined },
  ) {
    const { retryAfterMs } = details
    const wait =
      retryAfterMs === undefined
        ? 'the server did not say how long to wait, so begin with seconds and go up to a minute.'
        : `wait ${Math.ceil(retryAfterMs / 1000)} s (retryAfterMs) before the next one.`
    super(message, problem, {
      ...details,
      code: 'rate_limited',
      retryable: true,
      nextStep: `Nothing was done. Send fewer requests; ${wait}`,
    })
    this.retryAfterMs = retryAfterMs
  }
}
