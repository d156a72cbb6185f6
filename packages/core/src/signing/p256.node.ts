import { base64url, hex } from './encoding.ts'
import type { SigningKey } from './signing-key.ts'

/** node:crypto, loaded with the first key. `point` is the uncompressed public key, for comparing with the one in a key file. */
export function importScalar(scalar: Uint8Array): (SigningKey & { readonly point: Uint8Array }) | undefined {
  const { createECDH, createPrivateKey, ECDH, sign } = process.getBuiltinModule('node:crypto')
  const ecdh = createECDH('prime256v1')
  try {
    ecdh.setPrivateKey(scalar)
  } catch {
    // Zero, or not below the group order: node has no question to ask beforehand.
    return undefined
  }
  const point = new Uint8Array(ecdh.getPublicKey())
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: base64url(scalar),
      x: base64url(point.subarray(1, 33)),
      y: base64url(point.subarray(33)),
    },
  })
  const raw = { key, dsaEncoding: 'ieee-p1363' } as const
  const der = { key, dsaEncoding: 'der' } as const
  const compressed = ECDH.convertKey(point, 'prime256v1', undefined, undefined, 'compressed')
  return {
    point,
    publicKey: typeof compressed === 'string' ? compressed : hex(compressed),
    sign: (message, encoding) => sign('sha256', message, encoding === 'raw' ? raw : der),
  }
}
