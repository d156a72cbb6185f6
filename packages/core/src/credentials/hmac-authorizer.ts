import type { Authorizer, SignableRequest } from '../http/authorizer.ts'
import { cefiRestCanonical, cefiRestLegacyCanonical, unixSeconds } from '../signing/canonical.ts'
import type { HmacCredential } from './hmac-key.ts'

/** The two header families of CeFi REST, by the names of their signing vectors. */
export type HmacScheme = 'cefi-rest' | 'cefi-rest-legacy'

/** Switches for what the documents leave open (R3, R15). */
export interface HmacAuthorizerOptions {
  /** Header family, and with it the text that is signed. */
  readonly scheme: HmacScheme
  /** Path that is signed: as sent, or without the base path. Default: `full`. */
  readonly signedPath?: 'full' | { readonly withoutPrefix: string }
  /** Whether the query is signed too. Default: false. */
  readonly signQuery?: boolean
  /** Name of the user-id header of the older family. Default: `userid`, that is `x-truex-auth-userid`. */
  readonly userIdHeader?: 'userid' | 'user-id' | 'both' | 'none'
}

/**
 * Signs CeFi REST requests over the exact path and body that are sent.
 *
 * Windows: 15 s either way for `cefi-rest`; 15 s back and 1 s ahead for `cefi-rest-legacy` (CeFi REST v1.0.5).
 * @example
 * ```ts
 * const credential = hmacKey({ organizationId: 'org-1', keyId: 'key-1', secret: 'test-secret' })
 * const pipeline = createPipeline({
 *   baseUrl: 'https://api.example.com/v1/cefi',
 *   operations: {},
 *   authorizer: hmacAuthorizer(credential, { scheme: 'cefi-rest' }),
 * })
 * ```
 */
export function hmacAuthorizer(credential: HmacCredential, options: HmacAuthorizerOptions): Authorizer {
  const { scheme, signQuery = false } = options
  const parts = (request: SignableRequest) => ({
    method: request.method,
    path: signedPath(request.path, options.signedPath) + (signQuery && request.query !== '' ? `?${request.query}` : ''),
    timestamp: String(unixSeconds(request.timeMs)),
    body: request.body,
  })
  if (scheme === 'cefi-rest') {
    return {
      window: { pastSeconds: 15, futureSeconds: 15 },
      authorize(request) {
        const signed = parts(request)
        return {
          'x-truex-organization-id': credential.organizationId,
          'x-truex-key-id': credential.keyId,
          'x-truex-timestamp': signed.timestamp,
          'x-truex-signature': credential.signingKey.sign(cefiRestCanonical(signed)),
        }
      },
    }
  }
  const userId = userIdHeaders(options.userIdHeader ?? 'userid', credential.clientId ?? '0')
  return {
    window: { pastSeconds: 15, futureSeconds: 1 },
    authorize(request) {
      const signed = parts(request)
      return {
        'x-truex-auth-token': credential.keyId,
        'x-truex-auth-signature': credential.signingKey.sign(cefiRestLegacyCanonical(signed)),
        'x-truex-auth-timestamp': signed.timestamp,
        ...userId,
      }
    },
  }
}

function signedPath(path: string, rule: HmacAuthorizerOptions['signedPath']): string {
  if (rule === undefined || rule === 'full' || !path.startsWith(rule.withoutPrefix)) return path
  return path.slice(rule.withoutPrefix.length)
}

function userIdHeaders(rule: 'userid' | 'user-id' | 'both' | 'none', clientId: string): Record<string, string> {
  return {
    ...(rule === 'userid' || rule === 'both' ? { 'x-truex-auth-userid': clientId } : {}),
    ...(rule === 'user-id' || rule === 'both' ? { 'x-truex-auth-user-id': clientId } : {}),
  }
}
