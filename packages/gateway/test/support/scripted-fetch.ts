import type { Transport } from '@truemarkets/core'

/** One request as it went on the wire. */
export interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: unknown
}

/** What the server does at one request. */
export type Answer =
  | Error
  | {
      readonly status?: number
      readonly json?: unknown
      readonly text?: string
      readonly headers?: Record<string, string>
    }

/** A transport that answers from a list, in order; a request too many fails. */
export function scriptedFetch(...answers: readonly Answer[]): { readonly fetch: Transport; readonly sent: Sent[] } {
  const sent: Sent[] = []
  const left = [...answers]
  return {
    sent,
    fetch: (url, init) => {
      const { body } = init
      const parsed: unknown = typeof body === 'string' ? JSON.parse(body) : undefined
      sent.push({ method: init.method ?? 'GET', url, headers: new Headers(init.headers), body: parsed })
      const answer = left.shift()
      if (answer === undefined) return Promise.reject(new Error(`unforeseen request: ${url}`))
      if (answer instanceof Error) return Promise.reject(answer)
      const { status = 200, json, text = JSON.stringify(json), headers = {} } = answer
      return Promise.resolve(
        new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } }),
      )
    },
  }
}
