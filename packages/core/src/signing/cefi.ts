import { isSecret, type SecretText } from '../secret.ts'
import {
  type CefiRestParts,
  type CefiWsParts,
  cefiRestCanonical,
  cefiRestLegacyCanonical,
  cefiWsCanonical,
} from './canonical.ts'
import type { HmacKey } from './hmac-key.ts'
import { importHmacSecret } from './hmac-secret.ts'

/** The HMAC secret as issued, wrapped, or imported once with {@link importHmacSecret} (the fast form). */
export type HmacSecretInput = string | SecretText | HmacKey

/**
 * `X-Truex-Signature` of a CeFi REST request.
 *
 * @returns Base64 with padding, 44 characters.
 * @example
 * ```ts
 * signCefiRest({ secret: 'test-secret', method: 'GET', path: '/v1/cefi/orders/active', timestamp: '1700000000', body: '' })
 * // 'COBrVJvnGfPBBvmZxUVNf71IbgGr3rnRPBWyrY/oKL8='
 * ```
 */
export function signCefiRest(request: CefiRestParts & { readonly secret: HmacSecretInput }): string {
  return keyOf(request.secret).sign(cefiRestCanonical(request))
}

/**
 * `x-truex-auth-signature` of a CeFi REST request in the older header family.
 *
 * @returns Base64 with padding, 44 characters.
 * @example
 * ```ts
 * signCefiRestLegacy({ secret: 'test-secret', method: 'GET', path: '/api/v1/order/active', timestamp: '1700000000', body: '' })
 * // 'I8+jU/KG7DymNJzu3u6qVms1MgziRWNTk561BBym+20='
 * ```
 */
export function signCefiRestLegacy(request: CefiRestParts & { readonly secret: HmacSecretInput }): string {
  return keyOf(request.secret).sign(cefiRestLegacyCanonical(request))
}

/**
 * `signature` of a CeFi WebSocket request.
 *
 * @returns Base64 with padding, 44 characters.
 * @example
 * ```ts
 * signCefiWs({ secret: 'test-secret', key: '6398805c-f369-40f6-ac07-94ce683056e4', path: '/api/v1', timestamp: '1741894773' })
 * // 'h1VBuEPwwix4BHteS5KFRc3SE7xQRUMpAHbJ0372HH0='
 * ```
 */
export function signCefiWs(request: CefiWsParts & { readonly secret: HmacSecretInput }): string {
  return keyOf(request.secret).sign(cefiWsCanonical(request))
}

function keyOf(secret: HmacSecretInput): HmacKey {
  return typeof secret === 'string' || isSecret(secret) ? importHmacSecret(secret) : secret
}
