import assert from 'node:assert/strict'
import { apiKey } from '@truemarkets/core'
import type { CaseContext } from '../../case/context.ts'
import { isObject, type JsonObject, parseJson } from '../../json.ts'
import type { KeyFile } from '../../target/target.ts'

/** How a challenge departs from a good one. */
export type Slip = {
  keyFile?: KeyFile
  keyId?: string
  skewSeconds?: number
  signedSkewSeconds?: number
  nowMs?: number
}

/** Trades a challenge for a token pair, signed as the recipe says except for the slip a case is about. */
export function exchange(context: CaseContext, slip: Slip = {}) {
  const key = apiKey(slip.keyFile ?? context.target.keyFile())
  const timestamp = Math.floor((slip.nowMs ?? context.target.now('auth')) / 1000) + (slip.skewSeconds ?? 0)
  const signature = key.signChallenge(timestamp + (slip.signedSkewSeconds ?? 0))
  return context.auth().exchangeApiKeyToken({ body: { key_id: slip.keyId ?? key.keyId, timestamp, signature } })
}

/** The claims of an access token. Whether its signature is good is for the case of the key set to say. */
export function claimsOf({ access_token: token }: { access_token: string }): JsonObject {
  const claims = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  assert.ok(claims.ok && isObject(claims.value), 'an access token holds claims')
  return claims.value
}
