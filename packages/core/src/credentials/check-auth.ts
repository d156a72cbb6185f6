import { ConfigurationError } from '../errors/configuration-error.ts'

/** What the `auth` option of a client may hold, and how a caller gets it. */
const SOURCES = {
  apiKey: 'apiKey(keyFile)',
  hmacKey: 'hmacKey({ ... })',
  bearerToken: 'bearerToken(token)',
  tokens: 'the tokens of an auth client',
} as const

/** A kind of credential that a client takes. */
export type AuthKind = keyof typeof SOURCES

/**
 * Refuses an `auth` option that is none of the client's kinds of credentials, for example a token or a key as plain text.
 *
 * @throws {ConfigurationError} `option_invalid`, naming what to pass. The value, which may be a secret, is not repeated.
 * @example
 * ```ts
 * checkAuth('a token as plain text', ['bearerToken', 'tokens'])
 * // ConfigurationError: auth is no credential for this client. Pass bearerToken(token) or the tokens of an auth client.
 * ```
 */
export function checkAuth(auth: unknown, kinds: readonly AuthKind[]): void {
  if (auth === undefined || kinds.some((kind) => kind === kindOf(auth))) return
  throw new ConfigurationError(
    'option_invalid',
    'auth is no credential for this client.',
    `Pass ${kinds.map((kind) => SOURCES[kind]).join(' or ')}.`,
  )
}

function kindOf(auth: unknown): unknown {
  if (typeof auth !== 'object' || auth === null) return undefined
  if ('kind' in auth) return auth.kind
  return 'token' in auth && typeof auth.token === 'function' ? 'tokens' : undefined
}
