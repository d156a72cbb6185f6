import { isObject, parseJson } from '../json.ts'
import { changeBody, type Hop, type Mutant, ok, onRefusal, onSuccess, rows, textOf } from './mutant.ts'

const exchange = ['auth.exchangeApiKeyToken'] as const
const refresh = ['auth.refreshToken'] as const
const jwks = ['auth.getJwks'] as const

/** The kind of slip in a challenge, as the sound service would see it. */
function slip({ request, trust }: Hop): 'window' | 'key' | 'signature' {
  const body = parseJson(request.requestBody ?? '')
  const { timestamp, key_id } = body.ok && isObject(body.value) ? body.value : {}
  if (Math.abs(Number(timestamp) - Date.now() / 1000) > 30) return 'window'
  return key_id === trust.keyFile.key_id ? 'signature' : 'key'
}

const unchecked = (id: string, title: string, kind: ReturnType<typeof slip>): Mutant =>
  onRefusal(id, title, exchange, 401, (hop, answer) =>
    slip(hop) === kind ? hop.forward(hop.trust.challenge(hop.request)) : answer,
  )

export const authMutants: Mutant[] = [
  unchecked('auth-signature-not-checked', 'the signature of a challenge is not checked', 'signature'),
  unchecked('auth-window-not-enforced', 'a challenge may be of any age', 'window'),
  unchecked('auth-any-key-accepted', 'unknown and revoked keys buy tokens', 'key'),
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
  onRefusal('auth-any-refresh-token', 'any refresh token is accepted', refresh, 401, ({ forward, trust, request }) =>
    forward(trust.challenge({ ...request, url: request.url.replace('/token/refresh', '/api-key/token') })),
  ),
  onSuccess('auth-refreshed-token-is-useless', 'the renewed access token is refused elsewhere', refresh, (body) => {
    body['access_token'] = `${textOf(body['access_token'])}x`
  }),
  onRefusal('auth-malformed-is-a-fault', 'a malformed challenge is answered with 500', exchange, 400, (_, answer) => ({
    ...answer,
    status: 500,
  })),
  onRefusal('auth-error-without-message', 'errors say nothing', exchange, 401, (_, answer) =>
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
