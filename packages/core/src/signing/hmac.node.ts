import type { HmacKey } from './hmac-key.ts'

/**
 * node:crypto; the KeyObject spares the import that a raw secret pays on every call. The module is loaded with the first
 * key, because loading it is half of the time that importing a client takes.
 */
export function importHmacKey(secret: Uint8Array): HmacKey {
  const { createHmac, createSecretKey } = process.getBuiltinModule('node:crypto')
  const key = createSecretKey(secret)
  return { sign: (message) => createHmac('sha256', key).update(message, 'utf8').digest('base64') }
}
