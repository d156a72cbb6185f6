import { verify } from 'node:crypto'
import { ApiError } from '../server/api-error.ts'
import type { ApiKeyRecord } from './api-keys.ts'

/** The challenge may be this old, or this far ahead (Auth, API key exchange). */
export const CHALLENGE_WINDOW_SECONDS = 30

export interface Challenge {
  readonly keyId: string
  /** Unix seconds. */
  readonly timestamp: number
  /** Raw `r || s`, 64 bytes, in base64url without padding. */
  readonly signature: string
}

/**
 * The key that signed the challenge. As far as anybody knows, refusals differ in their message only (A7).
 * @param tellApart whether each cause has a `code` of its own
 */
export function verifyChallenge(
  keys: ReadonlyMap<string, ApiKeyRecord>,
  challenge: Challenge,
  nowSeconds: number,
  tellApart: boolean,
): ApiKeyRecord {
  const refuse = (code: string, message: string) => new ApiError(401, message, tellApart ? { code } : {})
  const key = keys.get(challenge.keyId)
  if (key === undefined) throw refuse('unknown_key', 'unknown API key')
  if (key.revoked) throw refuse('revoked_key', 'API key revoked')
  if (Math.abs(nowSeconds - challenge.timestamp) > CHALLENGE_WINDOW_SECONDS) {
    throw refuse('clock_skew', `timestamp is outside the window of ${CHALLENGE_WINDOW_SECONDS} seconds`)
  }
  if (!signatureHolds(key, challenge)) throw refuse('invalid_signature', 'invalid signature')
  return key
}

function signatureHolds(key: ApiKeyRecord, { keyId, timestamp, signature }: Challenge): boolean {
  // Buffer.from takes the standard alphabet and padding too; the service does not (A8).
  if (!/^[A-Za-z0-9_-]{86}$/.test(signature)) return false
  const message = Buffer.from(`${keyId}.${timestamp}`, 'utf8')
  const raw = Buffer.from(signature, 'base64url')
  return verify('sha256', message, { key: key.publicKey, dsaEncoding: 'ieee-p1363' }, raw)
}
