import { createPublicKey, verify } from 'node:crypto'
import { importSigningKey } from '@truemarkets/core'

/** The publisher's public test key: a scalar of 32 bytes of 0x11. */
export const signer = importSigningKey('11'.repeat(32))

const publicKey = createPublicKey({
  format: 'jwk',
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: 'AhfmF_C2RDkoJ4-WmZ5pojpPLBUr321s32bluAKC1O0',
    y: 'GUp968uXcS0t2jyoWqh2Wlb0X8dYWZZS8ol8ZTBuV5Q',
  },
})

/** Whether a stamp is one over exactly this payload by the test key; read with Node's crypto, not with ours. */
export function stamps(stamp: string | undefined, payload: string): boolean {
  const json: unknown = JSON.parse(Buffer.from(stamp ?? '', 'base64url').toString('utf8'))
  if (typeof json !== 'object' || json === null || !('signature' in json) || typeof json.signature !== 'string')
    return false
  return verify('sha256', Buffer.from(payload, 'utf8'), publicKey, Buffer.from(json.signature, 'hex'))
}
