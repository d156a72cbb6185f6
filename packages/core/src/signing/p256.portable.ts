import { p256 } from '@noble/curves/nist.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { ScalarKey } from './signing-key.ts'

/** @noble/curves, with the deterministic nonces of RFC 6979. `s` is left as it falls, as the vectors have it. */
export function importScalar(scalar: Uint8Array): ScalarKey | undefined {
  if (!p256.utils.isValidSecretKey(scalar)) return undefined
  const secret = Uint8Array.from(scalar)
  return {
    point: p256.getPublicKey(secret, false),
    publicKey: bytesToHex(p256.getPublicKey(secret, true)),
    sign: (message, encoding) =>
      p256.sign(message, secret, { lowS: false, format: encoding === 'raw' ? 'compact' : 'der' }),
  }
}
