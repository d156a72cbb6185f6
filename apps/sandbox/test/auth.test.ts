import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { accessToken, call, exchangeKey, withSandbox } from './support/session.ts'
import { signChallenge } from './support/signing.ts'

const MINUTE_MS = 60_000

describe('API key exchange', () => {
  // Shows Auth, 3: the members of a pair; expires_in is an instant
  it('answers a signed challenge with a token pair that lives one hour', () =>
    withSandbox(async (sandbox) => {
      const { status, body } = await exchangeKey(sandbox, sandbox.credentials.personal.keyFile)
      expect(status).toBe(200)
      expect(body['token_type']).toBe('Bearer')
      const lifetime = Date.parse(String(body['expires_in'])) - sandbox.clock.now()
      expect(lifetime).toBeGreaterThan(59 * MINUTE_MS)
      expect(lifetime).toBeLessThanOrEqual(60 * MINUTE_MS)
      expect(Object.keys(body).sort()).toStrictEqual(['access_token', 'expires_in', 'refresh_token', 'token_type'])
    }))

  // Shows Auth, 5.3: RS256 under a key of the set, by kid
  it('signs tokens with RS256 under a key of the published set', () =>
    withSandbox(async (sandbox) => {
      const token = await accessToken(sandbox, sandbox.credentials.personal.keyFile)
      const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', sandbox.url))
      const { payload, protectedHeader } = await jwtVerify(token, keys)
      expect(protectedHeader.alg).toBe('RS256')
      expect(payload['client_id']).toBe(sandbox.credentials.personal.clientId)
    }))

  // Shows Auth, 5.3: client_id once onboarded to CeFi
  it('leaves client_id out until the account is onboarded to CeFi', () =>
    withSandbox(async (sandbox) => {
      const claims = decodeJwt(await accessToken(sandbox, sandbox.credentials.notOnboarded.keyFile))
      expect(claims).not.toHaveProperty('client_id')
    }))

  // Shows Auth, 5.3: tm.organization_id on organization tokens
  it('names the organization in tokens of an organization key, and gives no refresh token', () =>
    withSandbox(async (sandbox) => {
      const { organization } = sandbox.credentials
      const { body } = await exchangeKey(sandbox, organization.keyFile)
      expect(body).not.toHaveProperty('refresh_token')
      expect(decodeJwt(String(body['access_token']))['tm']).toStrictEqual({
        organization_id: organization.organizationId,
      })
    }))

  // Shows Auth, 3: the timestamp may be 30 seconds off either way
  it.each([-30, 30])('takes a timestamp %i seconds off', (offset) =>
    withSandbox(async (sandbox) => {
      sandbox.clock.hold()
      expect((await exchangeAt(sandbox, sandbox.clock.seconds() + offset)).status).toBe(200)
    }),
  )

  // Shows Auth, 3: and no more
  // Shows Auth, 4: errors have type, message and more
  it.each([-120, -31, 31])('refuses a timestamp %i seconds off', (offset) =>
    withSandbox(async (sandbox) => {
      sandbox.clock.hold()
      const { status, body } = await exchangeAt(sandbox, sandbox.clock.seconds() + offset)
      expect(status).toBe(401)
      expect(body).toMatchObject({ type: 'unauthenticated', message: 'timestamp is outside the window of 30 seconds' })
      expect(body['request_id']).toMatch(/^req-\d+$/)
    }),
  )

  // Shows Auth, 2.4: 401 for a wrong signature
  it('refuses a signature of another key', () =>
    withSandbox(async (sandbox) => {
      const { personal, revoked } = sandbox.credentials
      const timestamp = sandbox.clock.seconds()
      const signature = signChallenge({ ...revoked.keyFile, key_id: personal.keyFile.key_id }, timestamp)
      const { status, body } = await exchange(sandbox, { key_id: personal.keyFile.key_id, timestamp, signature })
      expect([status, body['message']]).toStrictEqual([401, 'invalid signature'])
    }))

  // Shows Auth, 5.1: the timestamp is part of it
  it('refuses a signature over another timestamp', () =>
    withSandbox(async (sandbox) => {
      const { keyFile } = sandbox.credentials.personal
      const timestamp = sandbox.clock.seconds()
      const signature = signChallenge(keyFile, timestamp - 1)
      expect((await exchange(sandbox, { key_id: keyFile.key_id, timestamp, signature })).status).toBe(401)
    }))

  // Shows Auth, 5.1: raw r || s in base64url without padding
  it('refuses a DER signature and one with padding', () =>
    withSandbox(async (sandbox) => {
      const { keyFile } = sandbox.credentials.personal
      const timestamp = sandbox.clock.seconds()
      for (const signature of [signChallenge(keyFile, timestamp, 'der'), `${signChallenge(keyFile, timestamp)}==`]) {
        expect((await exchange(sandbox, { key_id: keyFile.key_id, timestamp, signature })).status).toBe(401)
      }
    }))

  it('takes padding and the standard alphabet in the world where they are accepted (A8), and no other signature', () =>
    withSandbox(
      async (sandbox) => {
        const { keyFile } = sandbox.credentials.personal
        const timestamp = sandbox.clock.seconds()
        const signature = signChallenge(keyFile, timestamp)
        const standard = `${signature.replaceAll('-', '+').replaceAll('_', '/')}==`
        for (const [given, status] of [
          [standard, 200],
          [`${signature}==`, 200],
          [signChallenge(keyFile, timestamp - 1), 401],
        ] as const)
          expect((await exchange(sandbox, { key_id: keyFile.key_id, timestamp, signature: given })).status).toBe(status)
      },
      { answers: { A8: 'accepted' } },
    ))

  it('knows no organization key in the world where this environment has none (G20)', () =>
    withSandbox(
      async (sandbox) => {
        const { organization, personal } = sandbox.credentials
        expect((await exchangeKey(sandbox, organization.keyFile)).status).toBe(401)
        expect((await exchangeKey(sandbox, personal.keyFile)).status).toBe(200)
      },
      { answers: { G20: 'not-on-uat' } },
    ))

  // Shows Auth, 2.4: 401 for an unknown or a revoked key
  it('refuses an unknown key and a revoked one', () =>
    withSandbox(async (sandbox) => {
      const { personal, revoked } = sandbox.credentials
      const unknown = { ...personal.keyFile, key_id: '00000000-0000-4000-8000-000000000000' }
      expect((await exchangeKey(sandbox, unknown)).body['message']).toBe('unknown API key')
      expect((await exchangeKey(sandbox, revoked.keyFile)).body['message']).toBe('API key revoked')
    }))

  // Shows Auth, 2.4: 400 when a field is missing or malformed
  it('names the wrong fields of a body that breaks the contract', () =>
    withSandbox(async (sandbox) => {
      const { status, body } = await exchange(sandbox, { key_id: 'not-a-uuid', timestamp: '1790208000' })
      expect(status).toBe(400)
      const violations = body['field_violations'] as { field: string }[]
      expect(violations.map(({ field }) => field).sort()).toStrictEqual(['key_id', 'signature', 'timestamp'])
    }))
})

describe('token refresh', () => {
  // Shows Auth, 6: a refresh answers with a new pair
  it('answers with a new pair and spends the old refresh token', () =>
    withSandbox(async (sandbox) => {
      // A whole second for both: what is dated alike must be told apart otherwise.
      sandbox.clock.set(Date.UTC(2026, 8, 24))
      const first = await exchangeKey(sandbox, sandbox.credentials.personal.keyFile)
      const refresh = (token: unknown) =>
        call('POST', `${sandbox.urls.auth}/token/refresh`, { body: { refresh_token: token } })
      const second = await refresh(first.body['refresh_token'])
      expect(second.status).toBe(200)
      expect(second.body['access_token']).not.toBe(first.body['access_token'])
      expect(second.body['refresh_token']).not.toBe(first.body['refresh_token'])
      expect((await refresh(first.body['refresh_token'])).status).toBe(401)
      expect((await refresh(second.body['refresh_token'])).status).toBe(200)
    }))

  // Shows Auth, 2.3: 401 for a refresh token that is not accepted
  it('takes no access token in place of a refresh token, nor the other way round', () =>
    withSandbox(async (sandbox) => {
      const { body } = await exchangeKey(sandbox, sandbox.credentials.personal.keyFile)
      const refreshed = await call('POST', `${sandbox.urls.auth}/token/refresh`, {
        body: { refresh_token: body['access_token'] },
      })
      expect(refreshed.status).toBe(401)
      const read = await call('GET', `${sandbox.urls.gateway}/balances`, { token: String(body['refresh_token']) })
      expect(read.status).toBe(401)
    }))

  // Shows Auth, A5: reusable refresh tokens
  it('takes the same refresh token again in the world where it is reusable (A5)', () =>
    withSandbox(
      async (sandbox) => {
        const { body } = await exchangeKey(sandbox, sandbox.credentials.personal.keyFile)
        const again = { body: { refresh_token: body['refresh_token'] } }
        expect((await call('POST', `${sandbox.urls.auth}/token/refresh`, again)).status).toBe(200)
        expect((await call('POST', `${sandbox.urls.auth}/token/refresh`, again)).status).toBe(200)
      },
      { answers: { A5: 'reusable' } },
    ))
})

describe('an access token', () => {
  // Shows Auth, 6: access tokens live about one hour
  it('is not accepted one second after its hour', () =>
    withSandbox(async (sandbox) => {
      const token = await accessToken(sandbox, sandbox.credentials.personal.keyFile)
      const unused = await accessToken(sandbox, sandbox.credentials.personal.keyFile)
      const read = (which: string) => call('GET', `${sandbox.urls.gateway}/balances`, { token: which })
      sandbox.clock.advance(59 * MINUTE_MS)
      expect((await read(token)).status).toBe(200)
      sandbox.clock.advance(MINUTE_MS + 1000)
      expect((await read(token)).body).toMatchObject({ type: 'unauthenticated' })
      expect((await read(unused)).body).toMatchObject({ type: 'unauthenticated' })
    }))

  // Shows Auth, 6: a token that the client signed is not accepted
  it('is not accepted when somebody else signed it', () =>
    withSandbox(async (sandbox) => {
      const token = await accessToken(sandbox, sandbox.credentials.personal.keyFile)
      const [header, payload] = token.split('.')
      const forged = `${header}.${payload}.${Buffer.alloc(256, 1).toString('base64url')}`
      expect((await call('GET', `${sandbox.urls.gateway}/balances`, { token: forged })).status).toBe(401)
    }))
})

describe('health and keys', () => {
  it('publishes a key of another family in front of its own (A11), and tokens are still verified by theirs', () =>
    withSandbox(
      async (sandbox) => {
        const { body } = await call('GET', `${sandbox.urls.auth}/.well-known/jwks.json`)
        expect((await call('GET', `${sandbox.url}/.well-known/jwks.json`)).body).toStrictEqual(body)
        expect(body['keys']).toMatchObject([
          { kty: 'EC', alg: 'ES256' },
          { kty: 'RSA', alg: 'RS256' },
        ])
        expect(Object.keys((body['keys'] as object[])[0] ?? {})).not.toContain('n')
        const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', sandbox.url))
        const token = await accessToken(sandbox, sandbox.credentials.personal.keyFile)
        expect((await jwtVerify(token, keys)).protectedHeader.alg).toBe('RS256')
      },
      { answers: { A11: 'other-keys' } },
    ))

  // Shows Auth, 2.1: health answers 200
  // Shows Auth, 2.2: the key set answers at either place
  it('is up, and publishes the keys at the host root and under the service path', () =>
    withSandbox(async (sandbox) => {
      expect((await call('GET', `${sandbox.urls.auth}/health`)).status).toBe(200)
      const root = await call('GET', `${sandbox.url}/.well-known/jwks.json`)
      const service = await call('GET', `${sandbox.urls.auth}/.well-known/jwks.json`)
      expect(root.body).toStrictEqual(service.body)
      expect(root.body['keys']).toHaveLength(1)
    }))
})

type Sandbox = Parameters<Parameters<typeof withSandbox>[0]>[0]

function exchange(sandbox: Sandbox, body: unknown) {
  return call('POST', `${sandbox.urls.auth}/api-key/token`, { body })
}

function exchangeAt(sandbox: Sandbox, timestamp: number) {
  const { keyFile } = sandbox.credentials.personal
  return exchange(sandbox, { key_id: keyFile.key_id, timestamp, signature: signChallenge(keyFile, timestamp) })
}
