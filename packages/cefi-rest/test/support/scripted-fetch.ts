import type { Transport } from '@truemarkets/core'

/** One request as it went on the wire. */
export interface Sent {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Headers
  readonly body: string
}

/** One scripted answer; a string body is sent as it is, anything else as JSON. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A transport that answers from a script and keeps what was sent. An `Error` in the script is thrown like a lost connection. */
export function scriptedFetch(...script: readonly (Answer | Error)[]): {
  readonly fetch: Transport
  readonly sent: Sent[]
} {
  const sent: Sent[] = []
  const left = [...script]
  return {
    sent,
    fetch: (url, init) => {
      const { pathname, search } = new URL(url)
      sent.push({
        method: init.method ?? 'GET',
        target: pathname + search,
        headers: new Headers(init.headers),
        body: typeof init.body === 'string' ? init.body : '',
      })
      const answer = left.shift()
      if (answer === undefined) return Promise.reject(new Error(`The script has no answer to ${pathname}.`))
      if (answer instanceof Error) return Promise.reject(answer)
      const { status = 200, headers = {}, body = {} } = answer
      return Promise.resolve(
        new Response(typeof body === 'string' ? body : JSON.stringify(body), {
          status,
          headers: { 'content-type': 'application/json', ...headers },
        }),
      )
    },
  }
}
