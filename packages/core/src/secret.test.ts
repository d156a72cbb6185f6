import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { bearerToken } from './credentials/bearer-token.ts'
import { hmacKey, hmacKeyFromEnvironment } from './credentials/hmac-key.ts'
import { Secret } from './secret.ts'

test('a secret cannot be printed, and can be revealed', () => {
  const secret = new Secret('planted-secret-1')
  const printed = [
    String(secret),
    [secret].join(),
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ secret }, { showHidden: true, depth: 9 }),
  ]
  expect(printed.join('')).not.toContain('planted')
  expect(secret.reveal()).toBe('planted-secret-1')
})

test('credentials cannot be printed', () => {
  const credentials = [
    hmacKey({ organizationId: 'o', keyId: 'k', secret: 'planted-secret-1' }),
    bearerToken('planted-secret-1'),
  ]
  for (const credential of credentials) {
    expect(inspect(credential, { showHidden: true, depth: 9 }) + JSON.stringify(credential)).not.toContain('planted')
  }
})

test.each([
  [{ organizationId: '', keyId: 'k', secret: 's' }, 'credential_missing', 'organizationId'],
  [{ organizationId: 'o', keyId: '', secret: 's' }, 'credential_missing', 'keyId'],
  [{ organizationId: 'o', keyId: 'k', secret: undefined }, 'secret_missing', 'secret'],
])('hmacKey refuses %j', (options, code, named) => {
  expect(() => hmacKey(options as Parameters<typeof hmacKey>[0])).toThrow(expect.objectContaining({ code }))
  expect(() => hmacKey(options as Parameters<typeof hmacKey>[0])).toThrow(new RegExp(named))
})

test('the variables that are not set are named', () => {
  expect(() => hmacKeyFromEnvironment({ TRUEX_KEY_ID: 'k' })).toThrow(
    'Not set: TRUEX_ORGANIZATION_ID, TRUEX_KEY_SECRET.',
  )
  expect(
    hmacKeyFromEnvironment({ TRUEX_ORGANIZATION_ID: 'o', TRUEX_KEY_ID: 'k', TRUEX_KEY_SECRET: 's' }),
  ).toMatchObject({ organizationId: 'o', keyId: 'k' })
})

test.each(['', 'two words', 'line\nbreak', 'é'])('the bearer token %j is refused without being quoted', (token) => {
  expect(() => bearerToken(token)).toThrow(expect.objectContaining({ code: 'secret_missing' }))
})
