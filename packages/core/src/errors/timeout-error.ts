import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/** Time ran out: `attempt` is the limit on one request and its answer, `deadline` the limit on the whole call. */
export type TimeoutScope = 'attempt' | 'deadline'

/** Time ran out before the whole answer was there. */
export class TimeoutError extends TrueMarketsError {
  override readonly name = 'TimeoutError'
  /** Which limit was hit. */
  readonly scope: TimeoutScope
  /** The limit, in milliseconds. */
  readonly limitMs: number

  constructor(scope: TimeoutScope, limitMs: number, details: ErrorDetails) {
    super(
      scope === 'attempt'
        ? `No complete answer within ${limitMs} ms.`
        : `The call did not finish within its deadline of ${limitMs} ms.`,
      {
        ...details,
        code: 'timed_out',
        retryable: true,
        nextStep:
          scope === 'attempt'
            ? 'Try again, or raise timeoutMs.'
            : 'Try again later, or raise deadlineMs if the wait is worth it.',
      },
    )
    this.scope = scope
    this.limitMs = limitMs
  }
}
