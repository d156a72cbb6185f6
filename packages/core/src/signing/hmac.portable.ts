import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { base64, utf8 } from './encoding.ts'
import type { HmacKey } from './hmac-key.ts'

/** @noble/hashes; the keyed state is made once and cloned for every message. */
export function importHmacKey(secret: Uint8Array): HmacKey {
  const keyed = hmac.create(sha256, secret)
  return { sign: (message) => base64(keyed.clone().update(utf8(message)).digest()) }
}
