/**
 * What the server said about a failure, whichever of its error shapes it used.
 *
 * Text from the server is kept short and stripped of the credentials that were sent with the request.
 */
export interface Problem {
  /** Class of failure: an RFC 7807 type URI, or a word such as `failed_precondition`. */
  readonly type?: string
  /** Narrower reason such as `quote_stale`; an integer code is kept as decimal text. */
  readonly code?: string
  /** RFC 7807 title. */
  readonly title?: string
  /** The reason for people: `detail`, `message` or `error`, or the text of an answer that has none of them. */
  readonly message?: string
  /** RFC 7807 instance. */
  readonly instance?: string
  /** Which inputs were wrong. */
  readonly fieldViolations: readonly { readonly field: string; readonly message: string }[]
  /** The server's id for the request. */
  readonly requestId?: string
  /** `json` for the service's own shapes; `text` and `html` usually come from a proxy in front of it. */
  readonly format: 'json' | 'text' | 'html' | 'empty'
}
