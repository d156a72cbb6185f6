import { AuthenticationError } from '../errors/authentication-error.ts'
import { isRecord, parseJson } from '../json.ts'
import { fromBase64url } from '../signing/encoding.ts'

/**
 * The claims of a JWT, read without verifying its signature: good for routing and for early errors, not for trust.
 *
 * A whole number beyond 2^53, such as an id of 18 digits, comes as the text it was written in.
 *
 * @returns undefined for what is not a JWT.
 * @example
 * ```ts
 * readTokenClaims('e30.eyJzdWIiOiI3In0.e30')?.['sub'] // '7'
 * ```
 */
export function readTokenClaims(token: unknown): Readonly<Record<string, unknown>> | undefined {
  // What a function of the caller gave may be anything.
  const parts = typeof token === 'string' ? token.split('.') : []
  const payload = parts.length === 3 ? fromBase64url(parts[1] ?? '') : undefined
  if (payload === undefined) return undefined
  // The times of a JWT are numbers, which may have a fraction (RFC 7519, NumericDate).
  const claims = parseJson(new TextDecoder().decode(payload), true)
  return claims.ok && isRecord(claims.value) ? claims.value : undefined
}

/**
 * Refuses a token that lacks the `client_id` claim, which CeFi demands (it answers 401 without it).
 *
 * A token that is not a readable JWT is let through: the server decides.
 *
 * @throws {AuthenticationError} `token_claim_missing`.
 * @example
 * ```ts
 * requireClientId('e30.eyJzdWIiOiI3In0.e30')
 * // AuthenticationError: The access token has no client_id claim. Onboard the account to CeFi, then exchange the key for a new token.
 * ```
 */
export function requireClientId(token: string): void {
  const claims = readTokenClaims(token)
  if (
    claims === undefined ||
    (claims['client_id'] !== undefined && claims['client_id'] !== null && claims['client_id'] !== '')
  )
    return
  throw new AuthenticationError(
    'The access token has no client_id claim.',
    { fieldViolations: [], format: 'empty' },
    {
      code: 'token_claim_missing',
      nextStep: 'Onboard the account to CeFi, then exchange the key for a new token.',
    },
  )
}
