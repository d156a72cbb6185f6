import { base64url, hex, utf8 } from './encoding.ts'
import type { SigningKey } from './signing-key.ts'

/**
 * Stamp over an unsigned payload of the Gateway: ECDSA over its exact UTF-8 bytes, DER, in the API-key stamp form.
 *
 * Stamp only payloads that came straight from the Gateway, and keep their order.
 *
 * @param payload The `payload` string as received; it is neither decoded nor trimmed.
 * @returns base64url of compact JSON, without padding: one entry of `signatures`, sent with `auth_type: 'api_key'`.
 * @example
 * ```ts
 * const signatures = (created.payloads ?? []).map(({ payload }) => stampPayload(key, payload))
 * ```
 */
export function stampPayload(key: SigningKey, payload: string): string {
  const signature = hex(key.sign(utf8(payload), 'der'))
  // Member order and compactness follow the official client; the server may compare text.
  return base64url(
    utf8(JSON.stringify({ publicKey: key.publicKey, signature, scheme: 'SIGNATURE_SCHEME_TK_API_P256' })),
  )
}
