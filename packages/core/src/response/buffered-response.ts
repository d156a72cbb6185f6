import type { Exchange } from '../http/exchange.ts'
import { decodeJson } from './decode.ts'

/**
 * A `Response` over a body that has been read: bounded, inside the timeout, exactly once.
 *
 * Reading it again costs nothing and cannot fail half way. The members that would make a stream of the text do so only
 * when somebody asks.
 */
export function bufferedResponse(exchange: Exchange): Response {
  const { status, text, call } = exchange
  const headers: [string, string][] = []
  exchange.headers.forEach((value, name) => headers.push([name, value]))
  // fetch passes on statuses and reason phrases that Response refuses to be made with, such as 999 or a control character.
  const statusText = /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(exchange.statusText) ? exchange.statusText : ''
  const made = status >= 200 && status <= 599 ? status : 599
  const response = new Response(null, { status: made, statusText, headers })
  const real = (): Response => new Response(text === '' ? null : text, { status: made, statusText, headers })
  return Object.defineProperties(response, {
    url: { value: call.url },
    status: { value: status },
    text: { value: () => Promise.resolve(text) },
    json: { value: async (): Promise<unknown> => decodeJson(exchange) },
    body: { get: () => real().body },
    arrayBuffer: { value: () => real().arrayBuffer() },
    blob: { value: () => real().blob() },
    // Not every runtime has it yet.
    bytes: { value: async () => new Uint8Array(await real().arrayBuffer()) },
    clone: { value: () => bufferedResponse(exchange) },
  })
}
