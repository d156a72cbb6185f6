import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { DemoKeyFile } from '../../src/index.ts'

/** Signatures made here from the published recipes alone, so that the sandbox cannot agree with its own mistake. */
function privateKeyOf(keyFile: DemoKeyFile): KeyObject {
  return createPrivateKey({ key: { ...keyFile.private_key }, format: 'jwk' })
}

/** Auth, API key exchange: raw `r || s` in base64url over `{key_id}.{timestamp}`. */
export function signChallenge(keyFile: DemoKeyFile, timestamp: number, encoding: 'ieee-p1363' | 'der' = 'ieee-p1363') {
  const message = Buffer.from(`${keyFile.key_id}.${timestamp}`)
  return sign('sha256', message, { key: privateKeyOf(keyFile), dsaEncoding: encoding }).toString('base64url')
}

/** Gateway, payload stamp: base64url of compact JSON with a DER signature in hex over the payload's text. */
export function stamp(keyFile: DemoKeyFile, payload: string, changes: Readonly<Record<string, unknown>> = {}): string {
  const signature = sign('sha256', Buffer.from(payload), { key: privateKeyOf(keyFile), dsaEncoding: 'der' })
  const body = {
    publicKey: compressedPublicKey(keyFile),
    signature: signature.toString('hex'),
    scheme: 'SIGNATURE_SCHEME_TK_API_P256',
    ...changes,
  }
  return Buffer.from(JSON.stringify(body)).toString('base64url')
}

export function compressedPublicKey({ private_key: { x, y } }: DemoKeyFile): string {
  const isOdd = ((Buffer.from(y, 'base64url').at(-1) ?? 0) & 1) === 1
  return (isOdd ? '03' : '02') + Buffer.from(x, 'base64url').toString('hex')
}
