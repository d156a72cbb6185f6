import type { HttpApi } from '../api.ts'
import type { HttpRequest } from './exchange.ts'
import type { Recorder } from './recorder.ts'

export type Fetch = typeof globalThis.fetch

/**
 * Wraps a `fetch` so that the recorder sees every exchange, complete, before the client does. The request goes on untouched;
 * the answer's body is read here once and handed on, so a client that streams sees one chunk.
 */
export function recordFetch(apiOf: (url: string) => HttpApi, inner: Fetch, recorder: Recorder): Fetch {
  return async (input, init) => {
    const at = recorder.now()
    const described = await describe(input, init)
    // The gateway's client also talks to Auth: the address says which contract an exchange falls under, not the client.
    const request = { kind: 'http' as const, api: apiOf(described.url), at, ...described }
    try {
      const response = await inner(input, init)
      const body = await response.text()
      const headers = Object.fromEntries(response.headers)
      const durationMs = recorder.now() - at
      recorder.http({ ...request, durationMs, response: { status: response.status, headers, body } })
      return makeResponse(body, response)
    } catch (cause) {
      recorder.http({ ...request, durationMs: recorder.now() - at, response: null })
      throw cause
    }
  }
}

/** A request as it will be sent, whichever way `fetch` was given it. */
export async function describe(input: Parameters<Fetch>[0], init: Parameters<Fetch>[1]): Promise<HttpRequest> {
  const asked = input instanceof Request ? input : undefined
  const body = init?.body ?? (asked?.body ? await asked.clone().text() : null)
  return {
    method: (init?.method ?? asked?.method ?? 'GET').toUpperCase(),
    url: input instanceof Request ? input.url : input instanceof URL ? input.href : input,
    requestHeaders: Object.fromEntries(new Headers(init?.headers ?? asked?.headers)),
    requestBody: body === null ? null : await new Response(body).text(),
  }
}

/** The constructor refuses a body, even an empty one, for these. */
const bodiless = new Set([101, 103, 204, 205, 304])

export function makeResponse(body: string, init: ResponseInit & { status: number }): Response {
  return new Response(bodiless.has(init.status) ? null : body, init)
}
