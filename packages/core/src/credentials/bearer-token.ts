import { CredentialError } from '../errors/credential-error.ts'
import type { Authorizer } from '../http/authorizer.ts'
import { isSecret, Secret, type SecretText } from '../secret.ts'

/** A token the caller looks after: the text, or a function asked before every attempt. */
export interface BearerCredential {
  /** Tells it from other credentials. */
  readonly kind: 'bearerToken'
  /** The current token, as text. */
  token(): string | Promise<string>
}

/**
 * Uses a token that the caller obtains and renews.
 *
 * @param token The access token, or a function that gives the current one.
 * @throws {CredentialError} `secret_missing` for an empty token.
 * @example
 * ```ts
 * const gateway = createGatewayClient({ environment: 'uat', auth: bearerToken(() => session.accessToken) })
 * ```
 */
export function bearerToken(token: string | SecretText | (() => string | Promise<string>)): BearerCredential {
  if (typeof token === 'function') return { kind: 'bearerToken', token }
  const secret = isSecret(token) ? token : new Secret(requireToken(token))
  requireToken(secret.reveal())
  return { kind: 'bearerToken', token: () => secret.reveal() }
}

/**
 * Authorises requests with `Authorization: Bearer`.
 *
 * @example
 * ```ts
 * const authorizer = bearerAuthorizer(bearerToken('token'))
 * const { signal } = new AbortController()
 * const request = { method: 'GET', path: '/orders', query: '', body: '', timeMs: Date.now(), signal }
 * const headers = await authorizer.authorize(request)
 * headers['authorization'] // 'Bearer token'
 * ```
 */
export function bearerAuthorizer(source: {
  token(signal?: AbortSignal): string | Promise<string>
  invalidate?(token: string): boolean
}): Authorizer {
  const headers = (token: string) => ({ authorization: `Bearer ${requireToken(token)}` })
  return {
    authorize(request) {
      const token = source.token(request.signal)
      return typeof token === 'string' ? headers(token) : Promise.resolve(token).then(headers)
    },
    rejected(sent) {
      return source.invalidate?.(sent['authorization']?.slice('Bearer '.length) ?? '') ?? false
    },
  }
}

function requireToken(token: unknown): string {
  // A line break in a header value would be refused by fetch with a message that quotes the token.
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token
  throw new CredentialError(
    'secret_missing',
    'The bearer token is empty or not a token.',
    'Pass the access_token as received.',
  )
}
