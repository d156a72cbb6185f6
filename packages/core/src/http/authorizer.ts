/** What a credential sees of a request: the exact bytes and path that go on the wire. */
export interface SignableRequest {
  /** HTTP method, in upper case. */
  readonly method: string
  /** Path on the wire from the leading slash, base path included, without the query. */
  readonly path: string
  /** Query on the wire without the question mark; empty when there is none. */
  readonly query: string
  /** Body on the wire; empty when there is none. */
  readonly body: string
  /** Signing time by the estimated clock of the server, in milliseconds. */
  readonly timeMs: number
  /** Aborted when the attempt is. */
  readonly signal: AbortSignal
}

/**
 * Turns a request into the headers that authorise it. Called anew for every attempt, as the last thing before the wire.
 */
export interface Authorizer {
  /** The headers to send. Their values are treated as secret. */
  authorize(request: SignableRequest): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
  /**
   * Told that the server answered 401 to these headers.
   *
   * @returns Whether another attempt would carry different credentials.
   */
  rejected?(headers: Readonly<Record<string, string>>): boolean
  /**
   * Seconds the server tolerates between the signing time and its own clock. Absent where nothing is signed with a time.
   */
  readonly window?: { readonly pastSeconds: number; readonly futureSeconds: number }
}
