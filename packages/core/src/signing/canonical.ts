import { upperCase } from '../letter-case.ts'

/** Parts of a CeFi REST request that are signed. */
export interface CefiRestParts {
  /** HTTP method, in any case. */
  readonly method: string
  /** Path on the wire from the leading slash, base path included, without the query. */
  readonly path: string
  /** UTC Unix seconds, whole, as decimal text. */
  readonly timestamp: string
  /** Body on the wire; empty when there is none. */
  readonly body: string
}

/** Parts of a CeFi WebSocket request that are signed. */
export interface CefiWsParts {
  /** The `key` member of the request. */
  readonly key: string
  /** Path of the socket's URL, for example `/api/v1`. */
  readonly path: string
  /** The text of the `timestamp` member: UTC Unix seconds. */
  readonly timestamp: string
}

/**
 * `METHOD LF PATH LF TIMESTAMP LF BODY`; the last LF stays when the body is empty. CeFi REST v1.0.5, signing.
 *
 * @example
 * ```ts
 * cefiRestCanonical({ method: 'GET', path: '/v1/cefi/orders', timestamp: '1700000000', body: '' })
 * // 'GET\n/v1/cefi/orders\n1700000000\n'
 * ```
 */
export function cefiRestCanonical({ method, path, timestamp, body }: CefiRestParts): string {
  return `${upperCase(method)}\n${path}\n${timestamp}\n${body}`
}

/**
 * Timestamp, method, path and body with nothing between. CeFi REST, `x-truex-auth-*` headers.
 *
 * @example
 * ```ts
 * cefiRestLegacyCanonical({ method: 'GET', path: '/api/v1/order', timestamp: '1700000000', body: '' })
 * // '1700000000GET/api/v1/order'
 * ```
 */
export function cefiRestLegacyCanonical({ method, path, timestamp, body }: CefiRestParts): string {
  return `${timestamp}${upperCase(method)}${path}${body}`
}

/**
 * Timestamp, the literal `TRUEXWS`, key and path with nothing between. CeFi WebSocket 1.0.x.
 *
 * @example
 * ```ts
 * cefiWsCanonical({ key: 'key-1', path: '/api/v1', timestamp: '1741894773' }) // '1741894773TRUEXWSkey-1/api/v1'
 * ```
 */
export function cefiWsCanonical({ key, path, timestamp }: CefiWsParts): string {
  return `${timestamp}TRUEXWS${key}${path}`
}

/**
 * Key id, a full stop, Unix seconds. Auth v1, API key authentication.
 *
 * @example
 * ```ts
 * challengeCanonical('key-1', 1790208000) // 'key-1.1790208000'
 * ```
 */
export function challengeCanonical(keyId: string, timestamp: number): string {
  return `${keyId}.${timestamp}`
}

/**
 * Whole seconds of a time in milliseconds, rounded down: a clock that seems ahead is the dangerous case.
 *
 * @example
 * ```ts
 * unixSeconds(1700000000999) // 1700000000
 * ```
 */
export function unixSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1000)
}
