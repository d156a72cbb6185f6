import type { ScalarKey } from './signing-key.ts'

/**
 * node:crypto, loaded with the first key.
 *
 * @param scalar 32 bytes. @returns undefined unless they are between 1 and the group order.
 */
export function importScalar(scalar: Uint8Array): ScalarKey | undefined {
  const { Buffer } = process.getBuiltinModule('node:buffer')
  const { createECDH, createPrivateKey, sign } = process.getBuiltinModule('node:crypto')
  const ecdh = createECDH('prime256v1')
  try {
    ecdh.setPrivateKey(scalar)
  } catch {
    // Zero, or not below the group order: node has no question to ask beforehand.
    return undefined
  }
  const point = ecdh.getPublicKey()
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: Buffer.from(scalar).toString('base64url'),
      x: point.toString('base64url', 1, 33),
      y: point.toString('base64url', 33),
    },
  })
  const raw = { key, dsaEncoding: 'ieee-p1363' } as const
  const der = { key, dsaEncoding: 'der' } as const
  return {
    point,
    publicKey: ecdh.getPublicKey('hex', 'compressed'),
    sign: (message, encoding) => sign('sha256', message, encoding === 'raw' ? raw : der),
  }
}
