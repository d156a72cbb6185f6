import { redactBody, redactHeader, redactUrl } from './redact.ts'

/** One HTTP exchange, as the shell sees it. */
export interface Exchanged {
  readonly startedAt: string
  readonly milliseconds: number
  readonly method: string
  readonly url: string
  readonly status: number
  readonly requestHeaders: Iterable<readonly [string, string]>
  readonly requestBody: string
  readonly responseHeaders: Iterable<readonly [string, string]>
  readonly responseBody: string
}

const KEPT_ENTRIES = 10_000

/** Keeps HTTP exchanges in the HAR 1.2 form that browsers read, without tokens, signatures and keys. */
export class HarRecorder {
  readonly #entries: Record<string, unknown>[] = []

  add(exchanged: Exchanged): void {
    this.#entries.push(harEntry(exchanged))
    if (this.#entries.length > KEPT_ENTRIES) this.#entries.shift()
  }

  toJSON(): Record<string, unknown> {
    const creator = { name: 'True Markets sandbox', version: '0' }
    return { log: { version: '1.2', creator, entries: this.#entries } }
  }
}

function harEntry(exchanged: Exchanged): Record<string, unknown> {
  const { requestBody, responseBody } = exchanged
  const url = new URL(redactUrl(exchanged.url))
  const requestType = contentType(exchanged.requestHeaders)
  const text = redactBody(requestBody)
  return {
    startedDateTime: exchanged.startedAt,
    time: exchanged.milliseconds,
    request: {
      method: exchanged.method,
      url: url.href,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: harHeaders(exchanged.requestHeaders),
      queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: Buffer.byteLength(requestBody),
      ...(requestBody === '' ? {} : { postData: { mimeType: requestType, text } }),
    },
    response: {
      status: exchanged.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: harHeaders(exchanged.responseHeaders),
      redirectURL: '',
      headersSize: -1,
      bodySize: Buffer.byteLength(responseBody),
      content: {
        size: Buffer.byteLength(responseBody),
        mimeType: contentType(exchanged.responseHeaders),
        text: redactBody(responseBody),
      },
    },
    cache: {},
    timings: { send: 0, wait: exchanged.milliseconds, receive: 0 },
  }
}

function contentType(headers: Iterable<readonly [string, string]>): string {
  return [...headers].find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
}

function harHeaders(headers: Iterable<readonly [string, string]>): { name: string; value: string }[] {
  return [...headers].map(([name, value]) => ({
    name,
    value: redactHeader(name, value),
  }))
}
