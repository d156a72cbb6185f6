import { createHmac, timingSafeEqual } from 'node:crypto'

/** Whether `mac` is the base64 HMAC-SHA256 of these bytes; the secret counts as its UTF-8 text. */
export function isMacOf(secret: string, bytes: Uint8Array | string, mac: string): boolean {
  const expected = Buffer.from(createHmac('sha256', secret).update(bytes).digest('base64'))
  const given = Buffer.from(mac)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
