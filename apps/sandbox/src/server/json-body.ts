import { ApiError } from './api-error.ts'
import { parseJson } from './parse-json.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

export function isJsonType(contentType: string | null): boolean {
  return contentType !== null && /^application\/json\s*(?:;|$)/i.test(contentType)
}

/** The JSON value of these bytes; `undefined` when they are no JSON, or not UTF-8, which is the same refusal. */
export function decodeJson(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return parseJson(utf8.decode(bytes))
  } catch {
    return undefined
  }
}

/** The JSON value of a request body, `undefined` when there is none; everything unreadable is a 400. */
export function parseJsonBody(bytes: Uint8Array, contentType: string | null): unknown {
  if (bytes.length === 0) return undefined
  if (!isJsonType(contentType)) throw new ApiError(400, 'The body must be sent as Content-Type: application/json.')
  const decoded = decodeJson(bytes)
  if (decoded === undefined) {
    const message = 'is not valid JSON in UTF-8'
    throw new ApiError(400, `The body ${message}.`, { violations: [{ field: 'body', message }] })
  }
  return decoded.value
}
