/**
 * The last step: puts one request on the wire. The `fetch` of the runtime is one, and so is the one of `undici`. It may
 * reject with {@link NotSent}.
 *
 * @example
 * ```ts
 * import { fetch, ProxyAgent } from 'undici'
 *
 * const dispatcher = new ProxyAgent('http://proxy.example.com:3128')
 * const cefi = createCefiRestClient({ fetch: (url, init) => fetch(url, { ...init, dispatcher }) })
 * ```
 */
export type Transport = (url: string, init: TransportInit) => Promise<TransportAnswer>

/** What a transport is called with: just what is to be sent, so that the `RequestInit` of any `fetch` takes it. */
export interface TransportInit {
  /** HTTP method, in upper case. */
  readonly method: string
  /** Credentials included, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The exact text that was signed; null for none. */
  readonly body: string | null
  /** Aborted when the caller gives up or time runs out, also while the answer is read. */
  readonly signal: AbortSignal
  /** A redirect is an answer, and never followed. */
  readonly redirect: 'manual'
}

/** The headers of an answer, as far as they are read. The `Headers` of any `fetch` are. */
export interface AnswerHeaders {
  /** The value of a header, in whatever case it is asked for; null when it is not there. */
  get(name: string): string | null
  /** Whether a header is there. */
  has(name: string): boolean
  /** Calls `each` for every header. */
  forEach(each: (value: string, name: string) => void): void
}

/** What is read of an answer. The `Response` of any `fetch` is one. */
export interface TransportAnswer {
  /** HTTP status. */
  readonly status: number
  /** Reason phrase. */
  readonly statusText: string
  /** Headers of the answer. */
  readonly headers: AnswerHeaders
  /** The body as a stream; null when there is none. */
  readonly body: {
    cancel(): Promise<void>
    getReader(): {
      read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
      cancel(): Promise<void>
    }
  } | null
  /** The whole body as text. */
  text(): Promise<string>
}

/**
 * By this a transport says that it can prove that nothing of a request was written, for example because the connection it
 * had kept alive was gone before the first byte. Then the request is sent again, also one that must not be repeated.
 *
 * @example
 * ```ts
 * const pipeline = createPipeline({
 *   baseUrl: 'https://api.example.com/v1',
 *   operations: {},
 *   async fetch(url, init) {
 *     if (connection.closed) throw new NotSent('closed while it was idle')
 *     return await connection.send(url, init)
 *   },
 * })
 * ```
 */
export class NotSent extends Error {
  override readonly name = 'NotSent'
}
