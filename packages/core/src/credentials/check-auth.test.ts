import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { apiKey } from './api-key.ts'
import { bearerAuthorizer, bearerToken } from './bearer-token.ts'
import { checkAuth } from './check-auth.ts'
import { hmacKey } from './hmac-key.ts'

const tokens = { token: () => Promise.resolve('t') }
const api = apiKey('11'.repeat(32), { keyId: '8a4f1e2b-6c3d-4e5f-8a9b-0c1d2e3f4a5b' })
const hmac = hmacKey({ organizationId: 'o', keyId: 'k', secret: 's' })

function caught(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}

describe('the auth option', () => {
  test.each([undefined, api, bearerToken('t'), tokens])('may be left out or be what the client takes: %#', (auth) => {
    expect(() => checkAuth(auth, ['apiKey', 'bearerToken', 'tokens'])).not.toThrow()
  })

  test.each<[string, unknown]>([
    ['a secret as plain text', 'planted-secret'],
    ['null', null],
    ['an object of nothing', {}],
    ['the credentials of another API', hmac],
    ['a key file that was not read', { key_id: 'k', private_key: { d: 'planted-secret' } }],
  ])('is refused when it is %s, and never repeated', (_, auth) => {
    const error = caught(() => checkAuth(auth, ['apiKey', 'tokens']))
    expect(error).toMatchObject({
      code: 'option_invalid',
      nextStep: 'Pass apiKey(keyFile) or the tokens of an auth client.',
    })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('planted-secret')
  })
})

describe('a credential that is not there', () => {
  test.each([undefined, null, ''])('is refused as a bearer token: %s', (token) => {
    // As JavaScript passes process.env.TOKEN when it is not set.
    const given = token as unknown as string
    expect(() => bearerToken(given)).toThrow(expect.objectContaining({ code: 'secret_missing' }))
  })

  test('is refused when the function for the token gives nothing', async () => {
    const source = bearerAuthorizer(bearerToken(() => undefined as unknown as string))
    await expect(
      source.authorize({ url: 'https://a.example', method: 'GET', headers: {}, body: undefined } as never),
    ).rejects.toMatchObject({ code: 'secret_missing' })
  })

  test('is refused as an HMAC key, and so is a misspelt part of one', () => {
    const nothing = undefined as unknown as Parameters<typeof hmacKey>[0]
    expect(() => hmacKey(nothing)).toThrow(expect.objectContaining({ code: 'option_invalid' }))
    const misspelt = { organizationId: 'o', keyId: 'k', secret: 's', clientID: '7' }
    expect(() => hmacKey(misspelt)).toThrow(
      expect.objectContaining({ code: 'option_unknown', nextStep: 'Did you mean "clientId"?' }),
    )
  })
})
