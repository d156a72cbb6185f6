import { ApiError } from '../server/api-error.ts'
import type { ApiKeyRecord } from './api-keys.ts'
import { CHALLENGE_WINDOW_SECONDS, type Challenge } from './challenge.ts'
import type { AuthRules } from './rules.ts'

/**
 * The key that signed the challenge. As far as anybody knows, refusals differ in their message only (A7).
 * @param tellApart whether each cause has a `code` of its own
 */
export function verifyChallenge(
  rules: AuthRules,
  keys: ReadonlyMap<string, ApiKeyRecord>,
  challenge: Challenge,
  nowSeconds: number,
  tellApart: boolean,
): ApiKeyRecord {
  const refuse = (code: string, message: string) => new ApiError(401, message, tellApart ? { code } : {})
  const key = rules.keyOf(keys, challenge.keyId)
  if (key === undefined) throw refuse('unknown_key', 'unknown API key')
  if (!rules.isInForce(key)) throw refuse('revoked_key', 'API key revoked')
  if (!rules.isInWindow(challenge.timestamp, nowSeconds)) {
    throw refuse('clock_skew', `timestamp is outside the window of ${CHALLENGE_WINDOW_SECONDS} seconds`)
  }
  if (!rules.isSigned(key, challenge)) throw refuse('invalid_signature', 'invalid signature')
  return key
}
