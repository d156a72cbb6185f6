import { createHmac, timingSafeEqual } from 'node:crypto'

export interface SignedRequest {
  readonly method: string
  /** As signed: see R3 for what that may be. */
  readonly path: string
  readonly timestamp: string
  /** The raw bytes of the body; empty when there is none. */
  readonly body: Uint8Array
}

/** The bytes that the scheme `cefi-rest` signs: four parts, one LF between them, the last LF also without a body. */
export function stringToSign({ method, path, timestamp, body }: SignedRequest): Buffer {
  return Buffer.concat([Buffer.from(`${method}\n${path}\n${timestamp}\n`), body])
}

/** The bytes that the scheme `cefi-rest-legacy` signs: no separators. */
export function legacyStringToSign({ method, path, timestamp, body }: SignedRequest): Buffer {
  return Buffer.concat([Buffer.from(`${timestamp}${method}${path}`), body])
}

/** Whether `signature` is the base64 HMAC-SHA256 of these bytes; the secret counts as its UTF-8 text. */
export function isSignedBy(secret: string, bytes: Uint8Array, signature: string): boolean {
  const expected = Buffer.from(createHmac('sha256', secret).update(bytes).digest('base64'))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Whether the text is whole Unix seconds within the window, both ends included. */
export function isWithin(timestamp: string, nowSeconds: number, window: { past: number; future: number }): boolean {
  if (!/^[0-9]{1,12}$/.test(timestamp)) return false
  const age = nowSeconds - Number(timestamp)
  return age <= window.past && -age <= window.future
}
