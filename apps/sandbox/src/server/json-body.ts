import { ApiError } from './api-error.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The JSON value of a request body, `undefined` when there is none; everything unreadable is a 400. */
export function parseJsonBody(bytes: Uint8Array, contentType: string | null): unknown {
  if (bytes.length === 0) return undefined
  if (contentType === null || !/^application\/json\s*(?:;|$)/i.test(contentType)) {
    throw new ApiError(400, 'The body must be sent as Content-Type: application/json.')
  }
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    // TextDecoder and JSON.parse name offsets in the body; the caller needs only the reason.
    throw new ApiError(400, 'The body is not valid JSON in UTF-8.', {
      violations: [{ field: 'body', message: 'is not valid JSON in UTF-8' }],
    })
  }
}
