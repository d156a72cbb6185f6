import type { ServerResponse } from 'node:http'

const texts = new WeakMap<Response, string>()

/**
 * A response that remembers its body as text. Read as a stream, the few hundred bytes of an answer cost more than making
 * them; remembered, they go out in one piece.
 */
export function textResponse(text: string, init: ResponseInit): Response {
  const response = new Response(text, init)
  texts.set(response, text)
  return response
}

/** Sends a remembered response on the socket's own; false when it has to go out as a stream. */
export function sendText(response: Response, outgoing: ServerResponse): boolean {
  const text = texts.get(response)
  if (text === undefined || outgoing.headersSent) return false
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'content-length': Buffer.byteLength(text),
  })
  outgoing.end(text)
  return true
}
