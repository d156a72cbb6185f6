import type { ServerResponse } from 'node:http'

const READERS = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const

/**
 * A response that keeps its body as text. Made and read as a stream, the few hundred bytes of an answer cost more than working
 * them out; as text they go out in one piece, and become a stream only for somebody who reads them.
 */
class TextResponse extends Response {
  readonly #text: string

  constructor(text: string, init: ResponseInit) {
    super(null, init)
    this.#text = text
  }

  static {
    // The types of `Response` know all of these as properties, which a class cannot override by methods and getters.
    const define = (name: string, property: PropertyDescriptor & ThisType<TextResponse>) =>
      Object.defineProperty(this.prototype, name, property)
    for (const name of READERS) {
      define(name, {
        value() {
          return this.#streamed()[name]()
        },
      })
    }
    define('clone', {
      value() {
        return new TextResponse(this.#text, this)
      },
    })
    define('body', {
      get() {
        return this.#streamed().body
      },
    })
  }

  #streamed(): Response {
    return new Response(this.#text, this)
  }

  send(outgoing: ServerResponse): void {
    outgoing.writeHead(this.status, {
      ...Object.fromEntries(this.headers),
      'content-length': Buffer.byteLength(this.#text),
    })
    outgoing.end(this.#text)
  }
}

export function textResponse(text: string, init: ResponseInit): Response {
  return new TextResponse(text, init)
}

/** Sends a response that is text on the socket's own; false when it has to go out as a stream. */
export function sendText(response: Response, outgoing: ServerResponse): boolean {
  if (!(response instanceof TextResponse) || outgoing.headersSent) return false
  response.send(outgoing)
  return true
}
