import { createPublicKey, createVerify, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readVectors } from '../../test/vectors.ts'
import { signChallenge } from './challenge.ts'
import { fromHex, hex, utf8 } from './encoding.ts'
import * as node from './p256.node.ts'
import * as portable from './p256.portable.ts'
import type { SigningKey } from './signing-key.ts'
import { stampPayload } from './stamp.ts'

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

function imported(importScalar: typeof node.importScalar, scalar: string): SigningKey & { readonly point: Uint8Array } {
  const key = importScalar(fromHex(scalar) ?? new Uint8Array())
  if (key === undefined) throw new Error('the vector holds no valid scalar')
  return key
}

describe('the portable signer follows the vectors byte for byte', () => {
  test.each(readVectors('auth-challenge'))(
    '$id',
    ({ privateScalarHex, publicKeyCompressedHex, keyId, timestamp, signature }) => {
      const key = imported(portable.importScalar, privateScalarHex)
      expect(key.publicKey).toBe(publicKeyCompressedHex)
      expect(signChallenge(key, keyId, timestamp)).toBe(signature)
    },
  )

  test.each(readVectors('payload-stamp'))('$id', ({ privateScalarHex, publicKeyCompressedHex, payload, stamp }) => {
    const key = imported(portable.importScalar, privateScalarHex)
    expect(key.publicKey).toBe(publicKeyCompressedHex)
    expect(stampPayload(key, payload)).toBe(stamp)
  })
})

// node:crypto draws a random nonce, so its signatures are judged by verifying them.
describe('the node signer makes what the recipe asks for', () => {
  test.each(readVectors('auth-challenge'))(
    '$id',
    ({ privateScalarHex, privateKeyJwk, publicKeyCompressedHex, keyId, timestamp, stringToSign }) => {
      const key = imported(node.importScalar, privateScalarHex)
      const signature = signChallenge(key, keyId, timestamp)
      expect(key.publicKey).toBe(publicKeyCompressedHex)
      expect(signature).toMatch(/^[A-Za-z0-9_-]{86}$/)
      const { kty, crv, x, y } = privateKeyJwk
      const publicKey = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' })
      const raw = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
      expect(verify('sha256', Buffer.from(stringToSign), raw, Buffer.from(signature, 'base64url'))).toBe(true)
    },
  )

  test.each(readVectors('payload-stamp'))('$id', ({ privateScalarHex, privateKeyJwk, payload, stampJson }) => {
    const stamp = stampPayload(imported(node.importScalar, privateScalarHex), payload)
    const text = Buffer.from(stamp, 'base64url').toString('utf8')
    const made = JSON.parse(text) as { signature: string }
    // Same members in the same order, compact: only the signature may differ.
    const { signature: expected } = JSON.parse(stampJson) as { signature: string }
    expect(text).toBe(stampJson.replace(expected, made.signature))
    expect(made.signature).toMatch(/^30[0-9a-f]+$/)
    const { kty, crv, x, y } = privateKeyJwk
    const verifier = createVerify('sha256').update(payload, 'utf8')
    expect(verifier.verify(createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' }), made.signature, 'hex')).toBe(
      true,
    )
  })
})

test('node and noble derive the same public key and accept the same scalars', () => {
  const scalar = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
    fc.constantFrom(0n, 1n, 2n, ORDER - 1n, ORDER, ORDER + 1n, 2n ** 256n - 1n),
  )
  fc.assert(
    fc.property(scalar, (number) => {
      const bytes = fromHex(number.toString(16).padStart(64, '0')) ?? new Uint8Array()
      const byNode = node.importScalar(bytes)
      const byNoble = portable.importScalar(bytes)
      expect(byNode === undefined).toBe(number === 0n || number >= ORDER)
      expect(byNoble?.publicKey).toBe(byNode?.publicKey)
      expect(byNoble && hex(byNoble.point)).toBe(byNode && hex(byNode.point))
    }),
    { numRuns: 60 },
  )
})

test('WebCrypto verifies what node and noble sign, over any bytes', async () => {
  const { privateScalarHex, privateKeyJwk } = readVectors('auth-challenge')[0] ?? {}
  if (privateScalarHex === undefined || privateKeyJwk === undefined) throw new Error('no vector')
  const { kty, crv, x, y } = privateKeyJwk
  const publicKey = await crypto.subtle.importKey(
    'jwk',
    { kty, crv, x, y },
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['verify'],
  )
  const signers = [node.importScalar, portable.importScalar].map((importScalar) =>
    imported(importScalar, privateScalarHex),
  )
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), async (message) => {
      for (const signer of signers) {
        const signature = Uint8Array.from(signer.sign(message, 'raw'))
        const valid = await crypto.subtle.verify(
          { name: 'ECDSA', hash: 'SHA-256' },
          publicKey,
          signature,
          Uint8Array.from(message),
        )
        expect(valid).toBe(true)
      }
    }),
    { numRuns: 40 },
  )
})

/** RFC 6979, A.2.5: ECDSA on P-256 with SHA-256. */
const RFC_6979 = [
  [
    'sample',
    'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716',
    'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
  ],
  [
    'test',
    'f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367',
    '019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083',
  ],
] as const

test.each(RFC_6979)('the portable signer gives the signature of RFC 6979 for "%s"', (message, r, s) => {
  const key = imported(portable.importScalar, 'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721')
  expect(hex(key.sign(utf8(message), 'raw'))).toBe(r + s)
})
