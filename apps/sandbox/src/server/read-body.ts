import type { IncomingMessage } from 'node:http'

export const BODY_LIMIT_BYTES = 1_048_576

/**
 * The raw bytes of a request body. A larger one is read to its end and dropped, so that the client is still there to read
 * the refusal; it comes back as `undefined`.
 */
export async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk)
  }
  return size > BODY_LIMIT_BYTES ? undefined : Buffer.concat(chunks)
}
