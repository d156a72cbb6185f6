import { ConflictError, ConnectionError, OutcomeUnknownError, RejectedError } from '@truemarkets/core'

const problem = (code: string) => ({ code, fieldViolations: [], format: 'json' }) as const

/** What a listener may throw: an error of its own, and failures of what it did itself with the same client. */
export const listenerFailures: readonly Error[] = [
  new Error('the log is full'),
  new ConnectionError('connect', { operation: 'getQuote' }),
  new ConflictError('conflict', problem('conflict'), { status: 409 }),
  new RejectedError('stale', problem('quote_stale'), { status: 422 }),
  new OutcomeUnknownError({ operation: 'createOrder', settle: undefined }),
]
