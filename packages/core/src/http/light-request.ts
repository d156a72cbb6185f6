import type { Settlement } from '../errors/outcome-unknown-error.ts'
import type { CallOptions, OperationRow } from './operation.ts'

/** What the operation layer tells the pipeline about a call, beside the request itself. */
export interface CallContext extends CallOptions {
  /** The row of the operation table; found by method and path when it is absent. */
  readonly operation?: OperationRow
  /** How to settle the call if its answer is lost. */
  readonly settle?: Settlement | undefined
}

/** What a {@link LightRequest} is made of. */
export interface LightRequestInit {
  readonly method?: string
  readonly headers?: ConstructorParameters<typeof Headers>[0]
  readonly body?: unknown
  readonly signal?: AbortSignal | null
  readonly call?: CallContext
}

/**
 * The part of `Request` that signing needs, kept as given: nothing is cloned, nothing becomes a stream and is read back.
 *
 * openapi-fetch accepts it as its `Request` option.
 */
export class LightRequest {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: string | undefined
  readonly signal: AbortSignal | undefined
  readonly call: CallContext

  /** @throws {TypeError} for a body that is not a string: only a string can be signed and sent byte for byte. */
  constructor(url: string | URL, init: LightRequestInit = {}) {
    const { body } = init
    if (body !== undefined && body !== null && typeof body !== 'string') {
      throw new TypeError('The body must be a string, because its exact bytes are signed. Serialise it first.')
    }
    this.url = String(url)
    this.method = (init.method ?? 'GET').toUpperCase()
    this.headers = init.headers instanceof Headers ? init.headers : new Headers(init.headers)
    this.body = body ?? undefined
    this.signal = init.signal ?? undefined
    this.call = init.call ?? {}
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
      ...(this.signal === undefined ? {} : { signal: this.signal }),
    })
  }
}
