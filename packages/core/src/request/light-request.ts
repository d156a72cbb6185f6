import type { Settlement } from '../errors/outcome-unknown-error.ts'
import { ValidationError } from '../errors/validation-error.ts'
import { lowerCase, upperCase } from '../letter-case.ts'
import type { CallOptions, OperationRow } from '../operations/operation.ts'

/** What the operation layer tells the pipeline about a call, beside the request itself. */
export interface CallContext extends CallOptions {
  /** The row of the operation table; found by method and path when it is absent. */
  readonly operation?: OperationRow
  /** How to settle the call if its answer is lost, from the headers that go out, names in lower case: one may say whose thing is written. */
  readonly settle?: ((headers: Readonly<Record<string, string>>) => Settlement) | undefined
}

/** What a {@link LightRequest} is made of. */
export interface LightRequestInit {
  /** HTTP method, in any case. Default: `GET`. */
  readonly method?: string
  /** Headers to send. Default: none. */
  readonly headers?: ConstructorParameters<typeof Headers>[0]
  /** The body as a string; anything else is refused. Default: none. */
  readonly body?: unknown
  /** Aborts the call. Default: none. */
  readonly signal?: AbortSignal | null | undefined
  /** What the pipeline is told beside the request. Default: nothing. */
  readonly call?: CallContext
}

/**
 * The part of `Request` that signing needs, kept as given: nothing is cloned, nothing becomes a stream and is read back.
 *
 * openapi-fetch accepts it as its `Request` option.
 */
export class LightRequest {
  /** The address as it was given. */
  readonly url: string
  /** HTTP method, in upper case. */
  readonly method: string
  /** The exact text; undefined for none. */
  readonly body: string | undefined
  /** Aborts the call; undefined for none. */
  readonly signal: AbortSignal | undefined
  /** What the pipeline is told beside the request. A layer above it may set it anew. */
  call: CallContext
  readonly #given: LightRequestInit['headers']
  #headers: Headers | undefined

  /** @throws {ValidationError} for a body that is not a string. */
  constructor(url: string | URL, init: LightRequestInit = {}) {
    const { body } = init
    if (body !== undefined && body !== null && typeof body !== 'string') {
      throw new ValidationError('The body is not a string, and only a string can be signed and sent byte for byte.', [
        { path: 'body', message: 'must be serialised, for example with JSON.stringify' },
      ])
    }
    this.url = String(url)
    this.method = upperCase(init.method ?? 'GET')
    this.body = body ?? undefined
    this.signal = init.signal ?? undefined
    this.call = init.call ?? {}
    this.#given = init.headers
    this.#headers = init.headers instanceof Headers ? init.headers : undefined
  }

  /** The headers; made only when somebody asks, because the named operations need none of what `Headers` can do. */
  get headers(): Headers {
    this.#headers ??= headersOf(this.#given)
    return this.#headers
  }

  /** Calls `each` with the name, in lower case, and the value of every header. */
  forEachHeader(each: (name: string, value: string) => void): void {
    const given = this.#given
    if (this.#headers === undefined && given === undefined) return
    if (this.#headers === undefined && isPlain(given)) {
      for (const name of Object.keys(given)) each(lowerCase(name), given[name] ?? '')
    } else {
      for (const [name, value] of this.headers) each(name, value)
    }
  }

  /** The body, for middleware that logs it. */
  text(): Promise<string> {
    return Promise.resolve(this.body ?? '')
  }

  /** A copy with its own headers. */
  clone(): LightRequest {
    return new LightRequest(this.url, {
      method: this.method,
      headers: new Headers(this.headers),
      body: this.body,
      call: this.call,
      signal: this.signal,
    })
  }
}

function isPlain(headers: LightRequestInit['headers']): headers is Record<string, string> {
  return typeof headers === 'object' && !(Symbol.iterator in headers)
}

/**
 * `Headers`, whose own error quotes the value.
 *
 * @throws {ValidationError} without it.
 */
export function headersOf(given: LightRequestInit['headers']): Headers {
  try {
    return new Headers(given)
  } catch {
    throw new ValidationError('The headers cannot be sent as they are.', [
      { path: 'headers', message: 'must be names of headers, each with text without line breaks' },
    ])
  }
}
