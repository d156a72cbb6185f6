import { RejectedError } from '@truemarkets/core'

/** Whether an execution was refused because its quote went stale (Gateway, freshness): 422 with code `quote_stale`. */
export function isStaleQuote(error: unknown): error is RejectedError {
  return error instanceof RejectedError && error.problem.code === 'quote_stale'
}
