import { isRecord } from './record.ts'

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

/** Everything else is shown; what these carry opens something, or would if the credentials were real. */
const SECRET_HEADERS = ['authorization', 'cookie', 'set-cookie', 'x-truex-signature', 'x-truex-auth-signature']
const SECRET_MEMBERS = ['access_token', 'refresh_token', 'signature', 'signatures', 'secret', 'private_key']
const REDACTED = '[redacted]'
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
  const { requestBody, responseBody, url } = exchanged
  const requestType = contentType(exchanged.requestHeaders)
  const text = sanitiseBody(requestBody)
  return {
    startedDateTime: exchanged.startedAt,
    time: exchanged.milliseconds,
    request: {
      method: exchanged.method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: harHeaders(exchanged.requestHeaders),
      queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
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
        text: sanitiseBody(responseBody),
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
    value: SECRET_HEADERS.includes(name.toLowerCase()) ? REDACTED : value,
  }))
}

/** JSON loses its secrets; anything else could hide one anywhere and is left out whole. */
export function sanitiseBody(text: string): string {
  if (text === '') return ''
  try {
    return JSON.stringify(sanitise(JSON.parse(text)))
  } catch {
    // Not JSON: nothing says where a secret would stand in it.
    return REDACTED
  }
}

function sanitise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sanitise)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, SECRET_MEMBERS.includes(name) ? REDACTED : sanitise(member)]),
  )
}
