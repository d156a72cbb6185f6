import { type KeyObject, verify } from 'node:crypto'
import { type JWTPayload, jwtVerify } from 'jose'
import type { ApiKeyRecord } from './api-keys.ts'
import { CHALLENGE_WINDOW_SECONDS, type Challenge } from './challenge.ts'
import { ISSUER } from './issuer.ts'
import type { TokenSubject } from './token-subject.ts'

/** Every decision of the Auth API that a client could tell was made wrongly; see `exchangeRules` for why they stand apart. */
export const authRules = {
  /** The key of this id; an unknown one gets 401 (Auth, 2.4). */
  keyOf: (keys: ReadonlyMap<string, ApiKeyRecord>, keyId: string): ApiKeyRecord | undefined => keys.get(keyId),

  /** A revoked key gets 401 (Auth, 2.4). */
  isInForce: (key: ApiKeyRecord): boolean => !key.revoked,

  /** Whether the timestamp is within 30 seconds of the server's clock, either way (Auth, 3). */
  isInWindow: (timestamp: number, nowSeconds: number): boolean =>
    Math.abs(nowSeconds - timestamp) <= CHALLENGE_WINDOW_SECONDS,

  /** ES256 over `{key_id}.{timestamp}`, raw `r || s`, in base64url without padding (Auth, 5.1). */
  isSigned: (key: ApiKeyRecord, { keyId, timestamp, signature }: Challenge): boolean => {
    // Buffer.from takes the standard alphabet and padding too; the service does not (A8).
    if (!/^[A-Za-z0-9_-]{86}$/.test(signature)) return false
    const message = Buffer.from(`${keyId}.${timestamp}`, 'utf8')
    const raw = Buffer.from(signature, 'base64url')
    return verify('sha256', message, { key: key.publicKey, dsaEncoding: 'ieee-p1363' }, raw)
  },

  /**
   * The claims of a token that this authority signed with RS256 for this audience; `undefined` for any other (Auth, 5.3).
   * Whether it has expired is another rule's question, so the time is left out of this one.
   */
  claimsOf: async (token: string, publicKey: KeyObject, audience: string): Promise<JWTPayload | undefined> => {
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ['RS256'],
        issuer: ISSUER,
        audience,
        currentDate: new Date(0),
      })
      return payload
    } catch {
      // jose throws one error class for each way of being wrong; to a caller a bad token is a bad token.
      return undefined
    }
  },

  /** An access token lives until `exp` (Auth, 6). */
  isAlive: (expiresAt: number, nowSeconds: number): boolean => nowSeconds < expiresAt,

  /** Whom a refresh is for: a refresh token that nobody issued gets 401 (Auth, 2.3). */
  refreshedFor: (subject: TokenSubject | undefined): TokenSubject | undefined => subject,

  /** A refresh answers with a new pair, and the old refresh token is spent unless it may be reused (Auth, 6; A5). */
  spendsRefreshToken: (reusable: boolean): boolean => !reusable,
}

export type AuthRules = typeof authRules
