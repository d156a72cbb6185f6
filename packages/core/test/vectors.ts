import { readFileSync } from 'node:fs'

/** One row of a CeFi vector file. */
export interface HmacVector {
  readonly id: string
  readonly secret: string
  readonly method: string | null
  readonly path: string
  readonly timestamp: string
  readonly body: string | null
  readonly key: string | null
  readonly stringToSign: string
  readonly signatureBase64: string
}

/** What both ES256 vector files share. */
interface KeyVector {
  readonly id: string
  readonly privateScalarHex: string
  readonly privateKeyJwk: {
    readonly kty: string
    readonly crv: string
    readonly x: string
    readonly y: string
    readonly d: string
  }
  readonly publicKeyCompressedHex: string
}

export interface ChallengeVector extends KeyVector {
  readonly keyId: string
  readonly timestamp: number
  readonly stringToSign: string
  readonly signature: string
}

export interface StampVector extends KeyVector {
  readonly payload: string
  readonly signatureDerHex: string
  readonly stampJson: string
  readonly stamp: string
}

/** The language-neutral vectors of `specs/vectors`. */
export function readVectors(name: 'auth-challenge'): ChallengeVector[]
export function readVectors(name: 'payload-stamp'): StampVector[]
export function readVectors(name: 'cefi-rest' | 'cefi-rest-legacy' | 'cefi-ws'): HmacVector[]
export function readVectors(name: string): unknown {
  const rows: unknown = JSON.parse(
    readFileSync(new URL(`../../../specs/vectors/${name}.json`, import.meta.url), 'utf8'),
  )
  return rows
}
