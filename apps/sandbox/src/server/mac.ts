import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'

/** A key made from its text for every signature costs several times as much as the signature. */
const keys = new Map<string, KeyObject>()

function keyOf(secret: string): KeyObject {
  const known = keys.get(secret) ?? createSecretKey(secret, 'utf8')
  keys.set(secret, known)
  return known
}

/** Whether `mac` is the base64 HMAC-SHA256 of these bytes; the secret counts as its UTF-8 text. */
export function isMacOf(secret: string, bytes: Uint8Array | string, mac: string): boolean {
  const expected = Buffer.from(createHmac('sha256', keyOf(secret)).update(bytes).digest('base64'))
  const given = Buffer.from(mac)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
