import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { HmacKey } from './hmac-key.ts'

/** @noble/hashes; the keyed state is made once and cloned for every message. */
export function importHmacKey(secret: Uint8Array): HmacKey {
  const keyed = hmac.create(sha256, secret)
  return { sign: (message) => btoa(String.fromCharCode(...keyed.clone().update(utf8ToBytes(message)).digest())) }
}
