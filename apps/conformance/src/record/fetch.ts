import type { Api } from '../api.ts'
import type { Recorder } from './recorder.ts'

export type Fetch = typeof globalThis.fetch

/**
 * Wraps a `fetch` so that the recorder sees every exchange, complete, before the client does.
 * The body is read once here and handed on unchanged: a client that streams would see one chunk, which no case depends on.
 */
export function recordFetch(api: Api, inner: Fetch, recorder: Recorder): Fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const requestBody = request.body === null ? null : await request.clone().text()
    const at = recorder.now()
    const common = {
      kind: 'http' as const,
      api,
      method: request.method,
      url: request.url,
      requestHeaders: Object.fromEntries(request.headers),
      requestBody,
      at,
    }
    try {
      const response = await inner(request)
      const body = await response.text()
      const headers = Object.fromEntries(response.headers)
      recorder.http({
        ...common,
        durationMs: recorder.now() - at,
        response: { status: response.status, headers, body },
        failure: null,
      })
      return replay(response, body)
    } catch (cause) {
      const failure = cause instanceof Error ? cause.message : String(cause)
      recorder.http({ ...common, durationMs: recorder.now() - at, response: null, failure })
      throw cause
    }
  }
}

/** The constructor refuses a body, even an empty one, for these. */
const bodiless = new Set([101, 103, 204, 205, 304])

function replay(response: Response, body: string): Response {
  return new Response(bodiless.has(response.status) ? null : body, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  })
}
