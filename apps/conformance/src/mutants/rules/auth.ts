import { isObject, parseJson } from '../../json.ts'
import type { RuleMutant } from '../mutant.ts'
import { always, breakRules, never } from './break.ts'

const exchange = ['auth.exchangeApiKeyToken'] as const

/** The claims of a token, whoever signed it. */
function unverifiedClaims(token: string) {
  const claims = parseJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return claims.ok && isObject(claims.value) ? claims.value : undefined
}

export const authRuleMutants: RuleMutant[] = [
  breakRules('auth-signature-not-checked', 'the signature of a challenge is not checked', exchange, {
    auth: { isSigned: always },
  }),
  breakRules('auth-window-not-enforced', 'a challenge may be of any age', exchange, { auth: { isInWindow: always } }),
  breakRules('auth-window-a-second-longer', 'a challenge may be 31 seconds off', exchange, {
    auth: { isInWindow: (timestamp, nowSeconds) => Math.abs(nowSeconds - timestamp) <= 31 },
  }),
  breakRules('auth-window-of-ten-seconds', 'a challenge may be ten seconds off only', exchange, {
    auth: { isInWindow: (timestamp, nowSeconds) => Math.abs(nowSeconds - timestamp) <= 10 },
  }),
  breakRules('auth-revoked-key-accepted', 'a revoked key still buys tokens', exchange, { auth: { isInForce: always } }),
  breakRules('auth-unknown-key-accepted', 'a key that nobody registered buys tokens', exchange, {
    auth: { keyOf: (keys, id) => keys.get(id) ?? [...keys.values()][0], isSigned: always },
  }),
  breakRules('auth-any-refresh-token', 'any refresh token is accepted', ['auth.refreshToken'], {
    auth: { refreshedFor: (subject) => subject ?? { userId: 'anybody' } },
  }),
  breakRules('auth-refresh-token-reusable', 'a refresh token is not spent', ['auth.refreshToken'], {
    auth: { spendsRefreshToken: never },
  }),
  breakRules(
    'auth-forged-token-accepted',
    'the signature of an access token is not checked',
    ['gateway.getPortfolio'],
    {
      auth: { claimsOf: (token) => Promise.resolve(unverifiedClaims(token)) },
    },
  ),
  breakRules('auth-token-never-expires', 'an access token is good for ever', ['gateway.getPortfolio'], {
    auth: { isAlive: always },
  }),
]
