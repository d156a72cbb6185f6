import type { IncomingMessage } from 'node:http'

export const BODY_LIMIT_BYTES = 1_048_576

export const NO_BODY = Buffer.alloc(0)

/**
 * The raw bytes of a request body. One that is too large is read to its end and dropped, so that the client is still there
 * to read the refusal. `gone`: the client went away in the middle.
 */
export function readBody(incoming: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> {
  const { headers } = incoming
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
    incoming.resume()
    return Promise.resolve(NO_BODY)
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= BODY_LIMIT_BYTES) chunks.push(chunk)
    })
    incoming.on('end', () => resolve(size > BODY_LIMIT_BYTES ? 'too-large' : Buffer.concat(chunks)))
    incoming.on('error', () => resolve('gone'))
  })
}
