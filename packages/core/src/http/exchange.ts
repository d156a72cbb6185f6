import type { Settlement } from '../errors/outcome-unknown-error.ts'
import type { CallOptions, OperationRow } from '../operations/operation.ts'
import type { RetryPolicy } from './retry.ts'
import type { AnswerHeaders } from './transport.ts'

/** One call on its way through the pipeline, everything decided that does not change between attempts. */
export interface Call {
  /** The row of the operation table; it decides credentials and repeating. */
  readonly operation: OperationRow
  /** Where it is sent, as fetch sends it. */
  readonly url: string
  /** Path of `url` as it goes on the wire, from the leading slash. */
  readonly path: string
  /** Without the question mark; empty when there is none. */
  readonly query: string
  /** In upper case. */
  readonly method: string
  /** Names in lower case, without those of the credential, which every attempt has anew. */
  readonly headers: Readonly<Record<string, string>>
  /** The exact text that is signed and sent; empty when there is none. */
  readonly body: string
  /** How long it may take and how often it may be sent. */
  readonly limits: CallLimits
  /** The caller's signal; undefined for none. */
  readonly signal: CallOptions['signal']
  /** Schema version that is asked for; undefined on APIs that have none. */
  readonly version: string | undefined
  /** How to find out what became of it when its answer is lost; undefined where nobody said. */
  readonly settle: Settlement | undefined
}

/** The limits of one call, defaults filled in. */
export interface CallLimits {
  /** Limit on one attempt, answer included, in milliseconds. */
  readonly timeoutMs: number
  /** Limit on the whole call with its retries, in milliseconds. */
  readonly deadlineMs: number
  /** How often it is sent, and with what waits. */
  readonly retry: RetryPolicy
}

/** One request and its whole answer. */
export interface Exchange {
  /** What was sent. */
  readonly call: Call
  /** HTTP status; 0 for a redirect that a browser hides. */
  readonly status: number
  /** Reason phrase; empty over HTTP/2. */
  readonly statusText: string
  /** Headers of the answer. */
  readonly headers: AnswerHeaders
  /** The whole body as text; empty when there is none. */
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
