import { challengeCanonical } from './canonical.ts'
import { base64url, utf8 } from './encoding.ts'
import type { SigningKey } from './signing-key.ts'

/**
 * Signature of a token-exchange challenge: ES256 over `{keyId}.{timestamp}` as raw `r ‖ s`, not DER.
 *
 * @param keyId Exactly as in the key file.
 * @param timestamp Whole Unix seconds; the server allows 30 s either way.
 * @returns base64url without padding, 86 characters.
 * @example
 * ```ts
 * const signature = signChallenge(key, '8a4f1e2b-6c3d-4e5f-8a9b-0c1d2e3f4a5b', 1790208000)
 * ```
 */
export function signChallenge(key: SigningKey, keyId: string, timestamp: number): string {
  return base64url(key.sign(utf8(challengeCanonical(keyId, timestamp)), 'raw'))
}
