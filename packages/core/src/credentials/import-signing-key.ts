import { importScalar } from '#platform'
import { CredentialError } from '../errors/credential-error.ts'
import { fromBase64url, fromHex } from '../signing/encoding.ts'
import type { ScalarKey, SigningKey } from '../signing/signing-key.ts'
import { type KeyInput, keyObject, keyText, readKeyFile } from './key-input.ts'
import { scalarOfPem } from './pem.ts'

const ADVICE = 'Pass the key file as downloaded, a P-256 JWK, a PEM (PKCS#8 or SEC1), or 64 hex characters.'

/**
 * Imports a P-256 private key once, from any form.
 *
 * @throws {CredentialError} `key_malformed` when it cannot be read, `key_curve_wrong` when it is not a P-256 key.
 * @example
 * ```ts
 * const key = importSigningKey('11'.repeat(32))
 * key.publicKey // '020217e617f0b6443928278f96999e69a23a4f2c152bdf6d6cdf66e5b80282d4ed'
 * ```
 */
export function importSigningKey(input: KeyInput): SigningKey {
  const object = readKeyFile(input)?.privateKey ?? keyObject(input)
  if (object !== undefined && 'kty' in object) return fromJwk({ ...object })
  const text = keyText(input) ?? ''
  // What stands before the first block, such as the attributes that OpenSSL prints, belongs to no key (RFC 7468).
  if (text.includes('-----BEGIN ')) return fromPem(text)
  if (/^(?:0x)?[0-9a-f]{64}$/i.test(text)) return fromScalar(fromHex(text.slice(-64)))
  throw malformed('The private key is in no known form.')
}

function fromJwk(jwk: Readonly<Record<string, unknown>>): SigningKey {
  if (jwk['kty'] !== 'EC' || jwk['crv'] !== 'P-256') {
    throw new CredentialError(
      'key_curve_wrong',
      'The private key is not an EC key on the curve P-256.',
      'Use the key issued for this API; RSA, Ed25519, P-384 and secp256k1 keys do not work here.',
    )
  }
  if (typeof jwk['d'] !== 'string') throw malformed('The JWK has no private part "d".')
  const key = fromScalar(fromBase64url(jwk['d']))
  for (const [name, offset] of [
    ['x', 1],
    ['y', 33],
  ] as const) {
    const given = jwk[name]
    if (given === undefined) continue
    const bytes = typeof given === 'string' ? fromBase64url(given) : undefined
    if (bytes === undefined || !sameBytes(bytes, key.point.subarray(offset, offset + 32))) {
      throw malformed(`The JWK's "${name}" does not belong to its private part.`)
    }
  }
  return key
}

function fromPem(text: string): SigningKey {
  const scalar = scalarOfPem(text)
  if (scalar !== undefined) return fromScalar(scalar)
  throw new CredentialError(
    'key_malformed',
    'The PEM cannot be read.',
    'Pass it whole, with line breaks that are real: many variables and files hold them as \\n.',
  )
}

function fromScalar(scalar: Uint8Array | undefined): ScalarKey {
  const key = scalar?.length === 32 ? importScalar(scalar) : undefined
  if (key === undefined) throw malformed('The private key is not a 32-byte number in the range of P-256.')
  return key
}

function malformed(message: string): CredentialError {
  return new CredentialError('key_malformed', message, ADVICE)
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
