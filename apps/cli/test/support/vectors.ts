import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface HmacVector {
  readonly id: string
  readonly secret: string
  readonly key: string | null
  readonly method: string | null
  readonly path: string
  readonly timestamp: string
  readonly body: string | null
  readonly stringToSign: string
  readonly signatureBase64: string
}

export interface KeyVector {
  readonly id: string
  readonly privateScalarHex: string
  readonly privateKeyJwk: { readonly kty: string; readonly crv: string; readonly x: string; readonly y: string }
  readonly publicKeyCompressedHex: string
}

export interface ChallengeVector extends KeyVector {
  readonly keyId: string
  readonly timestamp: number
  readonly stringToSign: string
  readonly messageSha256Hex: string
}

export interface StampVector extends KeyVector {
  readonly payload: string
  readonly payloadSha256Hex: string
}

export function vectors<Vector>(name: string): Vector[] {
  const file = join(import.meta.dirname, '../../../../specs/vectors', `${name}.json`)
  return JSON.parse(readFileSync(file, 'utf8')) as Vector[]
}
