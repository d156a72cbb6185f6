import { importHmacKey } from '#platform'
import { CredentialError } from '../errors/credential-error.ts'
import type { SecretText } from '../secret.ts'
import { utf8 } from './encoding.ts'
import type { HmacKey } from './hmac-key.ts'

/**
 * Imports an HMAC secret once. Its UTF-8 text is the key: it is not decoded, even when it looks like base64.
 *
 * @throws {CredentialError} `secret_missing` when it is empty.
 * @example
 * ```ts
 * importHmacSecret('test-secret').sign('message').length // 44
 * ```
 */
export function importHmacSecret(secret: string | SecretText): HmacKey {
  const text = typeof secret === 'string' ? secret : secret.reveal()
  if (text === '') {
    throw new CredentialError(
      'secret_missing',
      'The HMAC secret is empty.',
      'Pass the secret issued with the key, or set TRUEX_KEY_SECRET.',
    )
  }
  return importHmacKey(utf8(text))
}
