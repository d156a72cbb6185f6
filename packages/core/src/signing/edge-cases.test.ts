import { createHmac, createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readVectors } from '../../test/vectors.ts'
import { fromHex, hex, utf8 } from './encoding.ts'
import * as nodeHmac from './hmac.node.ts'
import * as portableHmac from './hmac.portable.ts'
import * as nodeP256 from './p256.node.ts'
import * as portableP256 from './p256.portable.ts'

// The places where implementations of these primitives have gone wrong. The Wycheproof sets (test/wycheproof) hold verifiers to
// them; here are our signers.

/** Numbers of a signature as they come one time in a few hundred. */
const SHAPES = {
  'r is short by a byte': (r: string) => r.startsWith('00'),
  's is short by a byte': (_r: string, s: string) => s.startsWith('00'),
  'r would read as negative': (r: string) => r >= '8',
  's would read as negative': (_r: string, s: string) => s >= '8',
  's is in the upper half of the group': (_r: string, s: string) => s > '7fffffff80000000',
} as const

describe('ECDSA signatures of every awkward shape', () => {
  const [vector] = readVectors('payload-stamp')
  if (vector === undefined) throw new Error('no vector')
  const scalar = fromHex(vector.privateScalarHex) ?? new Uint8Array()
  const { kty, crv, x, y } = vector.privateKeyJwk
  const publicKey = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' })
  const key = portableP256.importScalar(scalar)
  if (key === undefined) throw new Error('no key')
  // The portable signer is deterministic, so these messages have these shapes on every run.
  const messages = Array.from({ length: 900 }, (_, index) => utf8(`message ${index}`))
  const signed = messages.map((message) => ({ message, raw: hex(key.sign(message, 'raw')) }))

  test.each(Object.entries(SHAPES))('%s', (_, fits) => {
    const found = signed.filter(({ raw }) => fits(raw.slice(0, 64), raw.slice(64)))
    expect(found.length).toBeGreaterThan(0)
    for (const { message, raw } of found.slice(0, 20)) {
      const der = key.sign(message, 'der')
      expect(raw).toHaveLength(128)
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(raw, 'hex'))).toBe(
        true,
      )
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'der' }, der)).toBe(true)
      expect(minimal(der)).toBe(true)
    }
  })

  test('node writes the same two forms', () => {
    const node = nodeP256.importScalar(scalar)
    for (const message of messages.slice(0, 300)) {
      const raw = node?.sign(message, 'raw') ?? new Uint8Array()
      const der = node?.sign(message, 'der') ?? new Uint8Array()
      expect(raw).toHaveLength(64)
      expect(minimal(der)).toBe(true)
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(true)
      expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'der' }, der)).toBe(true)
    }
  })

  test('an empty and a large message are signed like any other', () => {
    for (const message of [new Uint8Array(), new Uint8Array(1 << 20)]) {
      for (const signer of [key, nodeP256.importScalar(scalar)]) {
        expect(
          verify(
            'sha256',
            message,
            { key: publicKey, dsaEncoding: 'der' },
            signer?.sign(message, 'der') ?? new Uint8Array(),
          ),
        ).toBe(true)
      }
    }
  })
})

/** Whether DER holds two integers, each positive and without a needless zero. */
function minimal(der: Uint8Array): boolean {
  const [tag, length] = der
  let at = 2
  for (let number = 0; number < 2; number++) {
    const [type, size, first = 0, second = 0] = der.subarray(at)
    if (type !== 0x02 || size === undefined || first >= 0x80 || (first === 0 && second < 0x80)) return false
    at += 2 + size
  }
  return tag === 0x30 && length === der.length - 2 && at === der.length
}

describe('HMAC keys and messages around the block size', () => {
  const sizes = [0, 1, 31, 32, 33, 55, 56, 63, 64, 65, 119, 127, 128, 129, 200, 1000]
  test.each(sizes.filter((size) => size > 0))('a key of %i bytes', (keySize) => {
    const secret = new Uint8Array(keySize).fill(0xa5)
    for (const size of sizes) {
      const message = 'm'.repeat(size)
      const expected = createHmac('sha256', secret).update(message).digest('base64')
      expect(nodeHmac.importHmacKey(secret).sign(message)).toBe(expected)
      expect(portableHmac.importHmacKey(secret).sign(message)).toBe(expected)
    }
  })

  test('the key is copied, so that wiping the secret afterwards changes nothing', () => {
    for (const { importHmacKey } of [nodeHmac, portableHmac]) {
      const secret = utf8('test-secret')
      const key = importHmacKey(secret)
      const before = key.sign('m')
      secret.fill(0)
      expect(key.sign('m')).toBe(before)
    }
  })

  test('a scalar is copied too', () => {
    for (const { importScalar } of [nodeP256, portableP256]) {
      const scalar = new Uint8Array(32).fill(0x11)
      const key = importScalar(scalar)
      scalar.fill(0x22)
      const signature = key?.sign(utf8('m'), 'der') ?? new Uint8Array()
      const point = key?.point ?? new Uint8Array()
      const coordinate = (from: number): string => Buffer.from(point.subarray(from, from + 32)).toString('base64url')
      const publicKey = createPublicKey({
        key: { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33) },
        format: 'jwk',
      })
      expect(verify('sha256', utf8('m'), publicKey, signature)).toBe(true)
    }
  })
})
