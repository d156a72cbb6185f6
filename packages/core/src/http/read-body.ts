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
export async function readBody(response: Response, limit: number): Promise<string> {
  const declared = Number(response.headers.get('content-length') ?? Number.NaN)
  if (declared > limit) {
    await response.body?.cancel()
    throw new BodyTooLarge(limit)
  }
  // Without a coding the runtime holds the body to its declared length, so the quick way is bounded too.
  if (declared <= limit && !response.headers.has('content-encoding')) return response.text()
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  let text = ''
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > limit) {
      await reader.cancel()
      throw new BodyTooLarge(limit)
    }
    text += decoder.decode(value, { stream: true })
  }
}
