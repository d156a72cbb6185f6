import { createHmac, createSecretKey } from 'node:crypto'
import type { HmacKey } from './hmac-key.ts'

/** node:crypto; the KeyObject spares the import that a raw secret pays on every call. */
export function importHmacKey(secret: Uint8Array): HmacKey {
  const key = createSecretKey(secret)
  return { sign: (message) => createHmac('sha256', key).update(message, 'utf8').digest('base64') }
}
