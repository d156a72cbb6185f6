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
 * The key that signed the challenge. All refusals are 401 and differ in their message only, as far as anybody knows (A7).
 */
export function verifyChallenge(
  keys: ReadonlyMap<string, ApiKeyRecord>,
  challenge: Challenge,
  nowSeconds: number,
): ApiKeyRecord {
  const key = keys.get(challenge.keyId)
  if (key === undefined) throw new ApiError(401, 'unknown API key')
  if (key.revoked) throw new ApiError(401, 'API key revoked')
  if (Math.abs(nowSeconds - challenge.timestamp) > CHALLENGE_WINDOW_SECONDS) {
    throw new ApiError(401, `timestamp is outside the window of ${CHALLENGE_WINDOW_SECONDS} seconds`)
  }
  if (!signatureHolds(key, challenge)) throw new ApiError(401, 'invalid signature')
  return key
}

function signatureHolds(key: ApiKeyRecord, { keyId, timestamp, signature }: Challenge): boolean {
  // Buffer.from takes the standard alphabet and padding too; the service does not (A8).
  if (!/^[A-Za-z0-9_-]{86}$/.test(signature)) return false
  const message = Buffer.from(`${keyId}.${timestamp}`, 'utf8')
  const raw = Buffer.from(signature, 'base64url')
  return verify('sha256', message, { key: key.publicKey, dsaEncoding: 'ieee-p1363' }, raw)
}
