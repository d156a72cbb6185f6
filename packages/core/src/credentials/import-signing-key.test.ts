import { createECDH, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '../../test/arbitrary.ts'
import { CredentialError } from '../errors/credential-error.ts'
import { Secret } from '../secret.ts'
import { apiKey } from './api-key.ts'
import { importSigningKey } from './import-signing-key.ts'
import type { KeyInput } from './key-input.ts'

const SCALAR = '11'.repeat(32)
const PUBLIC = '020217e617f0b6443928278f96999e69a23a4f2c152bdf6d6cdf66e5b80282d4ed'
const JWK = {
  kty: 'EC',
  crv: 'P-256',
  d: 'ERERERERERERERERERERERERERERERERERERERERERE',
  x: 'AhfmF_C2RDkoJ4-WmZ5pojpPLBUr321s32bluAKC1O0',
  y: 'GUp968uXcS0t2jyoWqh2Wlb0X8dYWZZS8ol8ZTBuV5Q',
}
const KEY_FILE = { key_id: '8a4f1e2b-6c3d-4e5f-8a9b-0c1d2e3f4a5b', label: 'test', private_key: JWK }
const node = createPrivateKey({ key: JWK, format: 'jwk' })
const PKCS8 = node.export({ type: 'pkcs8', format: 'pem' }).toString()
const PUBLIC_PEM = createPublicKey(node).export({ type: 'spki', format: 'pem' }).toString()
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'
const SEC1 = node.export({ type: 'sec1', format: 'pem' }).toString()

function failure(input: unknown): CredentialError {
  try {
    importSigningKey(input as KeyInput)
  } catch (error) {
    if (error instanceof CredentialError) return error
    throw error
  }
  throw new Error('the key was accepted')
}

describe('every form of one key gives the same key', () => {
  test.each<[string, KeyInput]>([
    ['the key file', KEY_FILE],
    ['the text of the key file', JSON.stringify(KEY_FILE)],
    ['a JWK', JWK],
    ['a JWK without its public half', { kty: 'EC', crv: 'P-256', d: JWK.d }],
    ['the text of a JWK', JSON.stringify(JWK)],
    ['PKCS#8 PEM', PKCS8],
    ['SEC1 PEM', SEC1],
    [
      'SEC1 PEM after a curve block',
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${SEC1}`,
    ],
    ['PEM with Windows line ends', PKCS8.replaceAll('\n', '\r\n')],
    ['PEM with a byte order mark and blank lines', `\ufeff\n${PKCS8}\n\n`],
    [
      'PEM after the attributes that OpenSSL prints',
      `Bag Attributes\n    friendlyName: k\nKey Attributes: <No Attributes>\n${PKCS8}`,
    ],
    ['PEM after its public half and a certificate', `${PUBLIC_PEM}${CERTIFICATE}${PKCS8}`],
    ['the text of a key file with a byte order mark', `\ufeff${JSON.stringify(KEY_FILE)}\r\n`],
    ['hex', SCALAR],
    ['hex with a prefix', `0x${SCALAR}`],
    ['hex with a prefix in capitals', `0X${SCALAR}`],
    ['a wrapped text', new Secret(SCALAR)],
  ])('%s', (_, input) => {
    expect(importSigningKey(input).publicKey).toBe(PUBLIC)
  })
})

describe('a key that cannot work is refused, with what to do', () => {
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
  const secp256k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const ed25519 = generateKeyPairSync('ed25519').privateKey
  test.each<[string, string, unknown]>([
    ['another curve as JWK', 'key_curve_wrong', p384.export({ format: 'jwk' })],
    ['another curve as PKCS#8', 'key_curve_wrong', p384.export({ type: 'pkcs8', format: 'pem' })],
    ['another curve as SEC1', 'key_curve_wrong', secp256k1.export({ type: 'sec1', format: 'pem' })],
    ['RSA as PKCS#8', 'key_curve_wrong', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['RSA as PKCS#1', 'key_curve_wrong', rsa.privateKey.export({ type: 'pkcs1', format: 'pem' })],
    ['Ed25519', 'key_curve_wrong', ed25519.export({ type: 'pkcs8', format: 'pem' })],
    ['a public key', 'key_curve_wrong', rsa.publicKey.export({ type: 'spki', format: 'pem' })],
    [
      'an encrypted PEM',
      'key_malformed',
      node.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
    ],
    ['a public key on the right curve', 'key_curve_wrong', PUBLIC_PEM],
    ['the bytes of a file', 'key_malformed', Buffer.from(PKCS8)],
    ['a cut PEM', 'key_malformed', PKCS8.slice(0, -40)],
    ['a PEM with a damaged middle', 'key_malformed', PKCS8.replace('MIG', 'MAA')],
    ['a JWK without d', 'key_malformed', { ...JWK, d: undefined }],
    ['a JWK with a padded d', 'key_malformed', { ...JWK, d: `${JWK.d}=` }],
    ['a JWK whose x belongs to another key', 'key_malformed', { ...JWK, x: JWK.y }],
    ['a scalar of zero', 'key_malformed', '00'.repeat(32)],
    ['a scalar beyond the group order', 'key_malformed', 'ff'.repeat(32)],
    ['too few digits', 'key_malformed', '11'.repeat(31)],
    ['text that is nothing', 'key_malformed', 'not a key'],
    ['nothing', 'key_malformed', ''],
    ['a key file without key_id', 'key_file_invalid', { private_key: JWK }],
    ['a key file without private_key', 'key_file_invalid', { key_id: 'x' }],
    ['JSON that is cut', 'key_file_invalid', JSON.stringify(KEY_FILE).slice(0, -4)],
  ])('%s', (_, code, input) => {
    const error = failure(input)
    expect(error.code).toBe(code)
    expect(error.nextStep).toMatch(/[a-z]{4,}.*\.$/)
  })
})

test.each(['pkcs8', 'sec1'] as const)('an encrypted PEM is said to be encrypted: %s', (type) => {
  const error = failure(node.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString())
  expect(error).toMatchObject({ message: 'The PEM is encrypted.', code: 'key_malformed' })
})

test.each([
  ['whose line breaks are written as \\n, as in many variables', PKCS8.replaceAll('\n', '\\n')],
  ['that is cut', PKCS8.slice(0, -40)],
])('a PEM %s is said to be unreadable, with how it has to be', (_, pem) => {
  expect(failure(pem)).toMatchObject({
    message: 'The PEM cannot be read.',
    nextStep: expect.stringMatching(/line breaks/) as string,
  })
})

test('an error about a key holds no part of it', () => {
  const broken = [
    { ...KEY_FILE, private_key: { ...JWK, crv: 'P-384' } },
    { ...JWK, x: JWK.y },
    JSON.stringify(KEY_FILE).slice(0, -4),
    PKCS8.replace('MIG', 'MAA'),
    `${SCALAR}11`,
  ]
  for (const input of broken) {
    const error = failure(input)
    const printed = `${inspect(error, { depth: 10 })}${JSON.stringify(error)}${error.stack}`
    for (const secret of [JWK.d, SCALAR, ...PKCS8.split('\n').slice(1, -2)]) expect(printed).not.toContain(secret)
  }
})

test('an API key needs a key id from somewhere', () => {
  expect(apiKey(KEY_FILE).keyId).toBe(KEY_FILE.key_id)
  expect(apiKey(PKCS8, { keyId: 'k' }).keyId).toBe('k')
  expect(() => apiKey(PKCS8)).toThrow(expect.objectContaining({ code: 'key_file_invalid' }))
})

test('printing an API key shows no private part', () => {
  const printed = inspect(apiKey(KEY_FILE), { depth: 10, showHidden: true }) + JSON.stringify(apiKey(KEY_FILE))
  expect(printed).not.toContain(JWK.d)
  expect(printed).not.toContain(SCALAR)
})

test('any valid scalar survives PEM and JWK', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const ecdh = createECDH('prime256v1')
      try {
        ecdh.setPrivateKey(bytes)
      } catch {
        // Not in the range of the group: another test covers the refusal.
        return
      }
      const expected = ecdh.getPublicKey('hex', 'compressed')
      const point = ecdh.getPublicKey()
      const jwk = {
        kty: 'EC',
        crv: 'P-256',
        d: Buffer.from(bytes).toString('base64url'),
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      }
      const key = createPrivateKey({ key: jwk, format: 'jwk' })
      expect(importSigningKey(jwk).publicKey).toBe(expected)
      expect(importSigningKey(key.export({ type: 'pkcs8', format: 'pem' }).toString()).publicKey).toBe(expected)
      expect(importSigningKey(key.export({ type: 'sec1', format: 'pem' }).toString()).publicKey).toBe(expected)
    }),
    { numRuns: 40 },
  )
})

test('any text that is no key is refused with a typed error', () => {
  const text = fc.oneof(
    anyText,
    fc.string().map((body) => `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----`),
    fc
      .uint8Array({ maxLength: 200 })
      .map(
        (der) => `-----BEGIN EC PRIVATE KEY-----\n${Buffer.from(der).toString('base64')}\n-----END EC PRIVATE KEY-----`,
      ),
    fc.jsonValue().map((value) => JSON.stringify({ key_id: 'k', private_key: value })),
  )
  fc.assert(
    fc.property(text, (input) => {
      expect(() => importSigningKey(input)).toThrow(CredentialError)
    }),
  )
})
