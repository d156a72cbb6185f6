import type { Settlement } from '../errors/outcome-unknown-error.ts'
import type { CallOptions, OperationRow } from './operation.ts'
import type { RetryPolicy } from './retry.ts'
import type { AnswerHeaders } from './transport.ts'

/** One call on its way through the pipeline, everything decided that does not change between attempts. */
export interface Call {
  readonly operation: OperationRow
  readonly url: string
  /** Path and query of `url`, as they go on the wire. */
  readonly path: string
  readonly query: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly limits: CallLimits
  readonly signal: CallOptions['signal']
  readonly version: string | undefined
  readonly settle: Settlement | undefined
}

/** The limits of one call, defaults filled in. */
export interface CallLimits {
  readonly timeoutMs: number
  readonly deadlineMs: number
  readonly retry: RetryPolicy
}

/** One request and its whole answer. */
export interface Exchange {
  readonly call: Call
  readonly status: number
  readonly statusText: string
  readonly headers: AnswerHeaders
  readonly text: string
  /** How many times the call was sent so far. */
  readonly attempts: number
  /** Our signing time minus the server's, when the answer is a 401 that this difference explains. */
  readonly skewMs: number | undefined
  /** The answer is a 401 to a token that is dropped now, and the next call has another. */
  readonly renewable: boolean
  /** What the server asks to wait before another attempt. */
  readonly retryAfterMs: number | undefined
  /** Takes the credentials of this request out of a text. */
  readonly redact: (text: string) => string
}
