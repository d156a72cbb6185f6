import { createPublicKey, type KeyObject } from 'node:crypto'
import type { DemoKeyFile } from '../demo-credentials.ts'

/** The key whose stamps an account accepts. */
export interface StampKey {
  /** Compressed point in lower-case hex, 66 characters. */
  readonly compressed: string
  readonly publicKey: KeyObject
}

export function stampKey(keyFile: DemoKeyFile): StampKey {
  const { kty, crv, x, y } = keyFile.private_key
  const lastByte = Buffer.from(y, 'base64url').at(-1) ?? 0
  const prefix = lastByte % 2 === 0 ? '02' : '03'
  return {
    compressed: prefix + Buffer.from(x, 'base64url').toString('hex'),
    publicKey: createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' }),
  }
}
