import type { TransportAnswer } from '../http/transport.ts'

/** Reading stopped because the body is larger than allowed. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
  /** The limit, in bytes. */
  readonly limit: number

  constructor(limit: number) {
    super(`more than ${limit} bytes`)
    this.limit = limit
  }
}

/**
 * Reads a body as UTF-8 text, at most `limit` bytes of it.
 *
 * @throws {BodyTooLarge} when there is more; the rest is not read.
 */
export function readBody(response: TransportAnswer, limit: number): Promise<string> {
  const declared = Number(response.headers.get('content-length') ?? Number.NaN)
  // Without a coding the runtime holds the body to its declared length, so the quick way is bounded too.
  if (declared <= limit && !response.headers.has('content-encoding')) return response.text()
  return declared > limit ? refuseBody(response, limit) : readStream(response, limit)
}

async function refuseBody(response: TransportAnswer, limit: number): Promise<never> {
  await discardBody(response)
  throw new BodyTooLarge(limit)
}

/** Lets go of a body that nobody reads. */
export async function discardBody({ body }: TransportAnswer): Promise<void> {
  // See readStream: it need not be a standard stream.
  if (typeof body?.cancel === 'function') await body.cancel()
}

async function readStream(response: TransportAnswer, limit: number): Promise<string> {
  const { body } = response
  // The Response of a `fetch` that is not the runtime's may have another stream than the standard one, or none.
  if (typeof body?.getReader !== 'function') return await readWhole(response, limit)
  // A reader, because not every browser can iterate a stream.
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let next = await reader.read(); next.value !== undefined; next = await reader.read()) {
    size += next.value.byteLength
    if (size > limit) {
      await reader.cancel()
      throw new BodyTooLarge(limit)
    }
    chunks.push(next.value)
  }
  return new TextDecoder().decode(joined(chunks, size))
}

async function readWhole(response: TransportAnswer, limit: number): Promise<string> {
  const text = await response.text()
  // A text has at least as many bytes as characters.
  if (text.length > limit) throw new BodyTooLarge(limit)
  return text
}

/** The chunks as one; most answers are one already. */
function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = chunks
  if (first !== undefined && chunks.length === 1) return first
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}
