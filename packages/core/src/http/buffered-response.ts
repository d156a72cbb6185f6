import type { Exchange } from './exchange.ts'

const EXCHANGE = Symbol('exchange')

/**
 * A `Response` over a body that has been read: bounded, inside the timeout, exactly once.
 *
 * Reading it again costs nothing and cannot fail half way. The members that would make a stream of the text do so only
 * when somebody asks.
 */
export function bufferedResponse(exchange: Exchange): Response {
  const { status, headers, text, call } = exchange
  // fetch passes on statuses and reason phrases that Response refuses to be made with, such as 999 or a control character.
  const statusText = /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(exchange.statusText) ? exchange.statusText : ''
  const made = status >= 200 && status <= 599 ? status : 599
  const response = new Response(null, { status: made, statusText, headers })
  const real = (): Response => new Response(text === '' ? null : text, { status: made, statusText, headers })
  Object.defineProperties(response, {
    url: { value: call.url },
    status: { value: status },
    text: { value: () => Promise.resolve(text) },
    json: { value: async (): Promise<unknown> => JSON.parse(text) },
    body: { get: () => real().body },
    arrayBuffer: { value: () => real().arrayBuffer() },
    blob: { value: () => real().blob() },
    clone: { value: () => bufferedResponse(exchange) },
  })
  return attach(response, exchange)
}

/** The response as it came, its body used up; for callers that read the exchange. */
export function readResponse(exchange: Exchange): Response {
  return attach(exchange.response, exchange)
}

/** The exchange behind a response of the pipeline. */
export function exchangeOf(response: Response & { readonly [EXCHANGE]?: () => Exchange }): Exchange | undefined {
  return response[EXCHANGE]?.()
}

/** Attaches the exchange as a function, so that printing a response prints none of it. */
function attach(response: Response, exchange: Exchange): Response {
  return Object.defineProperty(response, EXCHANGE, { value: () => exchange })
}
