import { isObject, parseJson } from '../../json.ts'
import type { Mutant } from '../mutant.ts'
import { changeBody, ok, onRefusal, onSuccess, rows, textOf } from './spoil.ts'

const exchange = ['auth.exchangeApiKeyToken'] as const
const refresh = ['auth.refreshToken'] as const
const jwks = ['auth.getJwks'] as const

export const authWireMutants: Mutant[] = [
  onSuccess(
    'auth-expiry-in-seconds',
    'expires_in counts seconds',
    exchange,
    (body) => void (body['expires_in'] = 3600),
  ),
  onSuccess('auth-expired-at-once', 'tokens expire when they are issued', exchange, (body) => {
    body['expires_in'] = new Date().toISOString()
  }),
  onSuccess('auth-token-type-in-lower-case', 'the token type is spelt bearer', exchange, (body) => {
    body['token_type'] = 'bearer'
  }),
  onSuccess(
    'auth-no-access-token',
    'the pair has no access token',
    exchange,
    (body) => void delete body['access_token'],
  ),
  onSuccess('auth-jwks-empty', 'the key set is empty', jwks, (body) => void (body['keys'] = [])),
  onSuccess('auth-jwks-of-another-key', 'the key set holds another modulus', jwks, (body) => {
    const keys = rows({ data: body['keys'] ?? [] })
    for (const key of keys) key['n'] = textOf(key['n']).replace(/^.../, 'AAA')
  }),
  onSuccess('auth-refreshed-token-is-useless', 'the renewed access token is refused elsewhere', refresh, (body) => {
    body['access_token'] = `${textOf(body['access_token'])}x`
  }),
  onSuccess(
    'auth-refresh-token-stays',
    'a refresh answers with the refresh token that it spent',
    refresh,
    (body, hop) => {
      const sent = parseJson(hop.request.requestBody ?? '')
      if (sent.ok && isObject(sent.value)) body['refresh_token'] = sent.value['refresh_token'] ?? null
    },
  ),
  onRefusal('auth-malformed-is-a-fault', 'a malformed challenge is answered with 500', exchange, 400, (answer) => ({
    ...answer,
    status: 500,
  })),
  onRefusal('auth-error-without-message', 'errors say nothing', exchange, 401, (answer) =>
    changeBody(answer, () => ({})),
  ),
  {
    kind: 'http',
    id: 'auth-health-needs-a-token',
    title: 'the health check asks for credentials',
    breaks: ['auth.getHealth'],
    act: () => Promise.resolve(ok(401, { message: 'no token' })),
  },
]
