import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '../../test/arbitrary.ts'
import { readVectors } from '../../test/vectors.ts'
import { CredentialError } from '../errors/credential-error.ts'
import { Secret } from '../secret.ts'
import { cefiRestCanonical, cefiRestLegacyCanonical, cefiWsCanonical } from './canonical.ts'
import { signCefiRest, signCefiRestLegacy, signCefiWs } from './cefi.ts'
import { utf8 } from './encoding.ts'
import * as node from './hmac.node.ts'
import * as portable from './hmac.portable.ts'
import { importHmacSecret } from './hmac-secret.ts'

async function webCrypto(secret: string, message: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', Buffer.from(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ])
  return Buffer.from(await crypto.subtle.sign('HMAC', key, Buffer.from(message))).toString('base64')
}

describe.each([
  ['published', 'cefi-rest', cefiRestCanonical, signCefiRest],
  ['older', 'cefi-rest-legacy', cefiRestLegacyCanonical, signCefiRestLegacy],
] as const)('the %s recipe of CeFi REST', (_, file, canonical, sign) => {
  test.each(readVectors(file))('$id', ({ method, path, timestamp, body, secret, stringToSign, signatureBase64 }) => {
    const parts = { method: method ?? '', path, timestamp, body: body ?? '' }
    expect(canonical(parts)).toBe(stringToSign)
    expect(sign({ secret, ...parts })).toBe(signatureBase64)
  })
})

describe('the recipe of CeFi WebSocket', () => {
  test.each(readVectors('cefi-ws'))('$id', (vector) => {
    const parts = { key: vector.key ?? '', path: vector.path, timestamp: vector.timestamp }
    expect(cefiWsCanonical(parts)).toBe(vector.stringToSign)
    expect(signCefiWs({ secret: vector.secret, ...parts })).toBe(vector.signatureBase64)
  })
})

/** RFC 4231, test cases 1, 2, 6 and 7: those whose data is text (5 truncates, 3 and 4 sign bytes that are no UTF-8). */
const RFC_4231 = [
  ['0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  ['4a656665', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  [
    'aa'.repeat(131),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    'aa'.repeat(131),
    'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
] as const

describe.each([
  ['node:crypto', node.importHmacKey],
  ['@noble/hashes', portable.importHmacKey],
])('HMAC-SHA256 by %s', (_, importHmacKey) => {
  test.each(RFC_4231)('RFC 4231, key %s', (key, data, mac) => {
    const signed = importHmacKey(Buffer.from(key, 'hex')).sign(data)
    expect(Buffer.from(signed, 'base64').toString('hex')).toBe(mac)
  })
})

test('node:crypto, noble and WebCrypto agree on any secret and any message', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyText.filter((text) => text !== ''),
      anyText,
      async (secret, message) => {
        const expected = await webCrypto(secret, message)
        expect(node.importHmacKey(utf8(secret)).sign(message)).toBe(expected)
        expect(portable.importHmacKey(utf8(secret)).sign(message)).toBe(expected)
      },
    ),
  )
})

test('the canonical strings of CeFi REST keep every part apart', () => {
  const part = fc.string({ unit: 'grapheme-ascii' }).filter((text) => !text.includes('\n'))
  fc.assert(
    fc.property(part, part, part, fc.string(), (method, path, timestamp, body) => {
      const text = cefiRestCanonical({ method, path, timestamp, body })
      const [first, second, third, ...rest] = text.split('\n')
      expect([first, second, third, rest.join('\n')]).toEqual([method.toUpperCase(), path, timestamp, body])
    }),
  )
})

test('a wrapped and an imported secret sign like the text', () => {
  const parts = { method: 'get', path: '/v1/cefi/clients', timestamp: '1700000000', body: '' }
  const signature = signCefiRest({ secret: 'test-secret', ...parts })
  expect(signCefiRest({ secret: new Secret('test-secret'), ...parts })).toBe(signature)
  expect(signCefiRest({ secret: importHmacSecret('test-secret'), ...parts })).toBe(signature)
})

test('an empty secret is refused', () => {
  expect(() => importHmacSecret('')).toThrow(CredentialError)
})
