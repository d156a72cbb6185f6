import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import { apiKey } from './credentials/api-key.ts'
import { bearerToken } from './credentials/bearer-token.ts'
import { hmacKey } from './credentials/hmac-key.ts'
import { Secret } from './secret.ts'
import { signCefiWs } from './signing/cefi.ts'

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

test.each(['', 'planted words', 'planted\nbreak', 'planté'])(
  'the bearer token %j is refused without being quoted',
  (token) => {
    const make = (): unknown => bearerToken(token)
    expect(make).toThrow(expect.objectContaining({ code: 'secret_missing' }))
    expect(make).not.toThrow(/plant/)
  },
)

test('a secret of another copy of this package is one, as a program with two versions of it has', async () => {
  vi.resetModules()
  const other = await import('./secret.ts')
  const secret = new other.Secret('11'.repeat(32))
  expect(secret).not.toBeInstanceOf(Secret)
  const text = secret.reveal()
  expect(apiKey(secret, { keyId: 'k' }).publicKey).toBe(apiKey(text, { keyId: 'k' }).publicKey)
  expect(bearerToken(secret).token()).toBe(text)
  const challenge = { key: 'k', path: '/api/v1', timestamp: '1741894773' }
  const signature = signCefiWs({ secret: text, ...challenge })
  expect(signCefiWs({ secret, ...challenge })).toBe(signature)
  const { signingKey } = hmacKey({ organizationId: 'o', keyId: 'k', secret })
  expect(signCefiWs({ secret: signingKey, ...challenge })).toBe(signature)
})
