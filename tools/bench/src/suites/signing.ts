import { createHmac, createPrivateKey, createPublicKey, createSecretKey, sign, verify } from 'node:crypto'
import { importHmacSecret, importSigningKey, signCefiRest, signChallenge } from '@truemarkets/core'
import type { Figure, Suite } from '../figure.ts'
import { sideBySide } from '../side-by-side.ts'

const parts = {
  method: 'POST',
  path: '/v1/cefi/orders',
  timestamp: '1700000000',
  body: '{"external_id":"2adc09dd-d49f-41da-b3b8-30d01bb350fe","info":{"client_id":"7","instrument_id":"1","qty":"0.01"}}',
}
const scalar = '11'.repeat(32)

/** Our signing beside a bare call of the runtime's crypto that does the same and no more. */
export const signing: Suite = {
  name: 'signing',
  async *figures(): AsyncIterable<Figure> {
    const request = { ...parts, secret: importHmacSecret('test-secret') }
    const bareSecret = createSecretKey('test-secret', 'utf8')
    const requests = {
      bare: () =>
        createHmac('sha256', bareSecret)
          .update(`${parts.method}\n${parts.path}\n${parts.timestamp}\n${parts.body}`)
          .digest('base64'),
      ours: () => signCefiRest(request),
    }
    if (requests.ours() !== requests.bare()) throw new Error('The two HMAC signatures are not the same.')
    const hmac = await sideBySide(requests)
    yield {
      name: 'HMAC request signature / node:crypto',
      value: hmac.ours.ratio,
      unit: '×',
      target: { at: 'most', value: 1.1 },
      note: `${Math.round(hmac.ours.ns)} ns / ${Math.round(hmac.bare.ns)} ns`,
    }

    const key = importSigningKey(scalar)
    const keyId = '8a4f1e2b-6c3d-4e5f-8a9b-0c1d2e3f4a5b'
    const bareKey = createPrivateKey({ key: pkcs8(scalar), format: 'der', type: 'pkcs8' })
    const challenges = {
      bare: () =>
        sign('sha256', Buffer.from(`${keyId}.1790208000`), { key: bareKey, dsaEncoding: 'ieee-p1363' }).toString(
          'base64url',
        ),
      ours: () => signChallenge(key, keyId, 1_790_208_000),
    }
    const publicKey = { key: createPublicKey(bareKey), dsaEncoding: 'ieee-p1363' } as const
    for (const signed of Object.values(challenges)) {
      const signature = Buffer.from(signed(), 'base64url')
      if (!verify('sha256', Buffer.from(`${keyId}.1790208000`), publicKey, signature))
        throw new Error('An ES256 signature does not hold.')
    }
    const es256 = await sideBySide(challenges)
    yield {
      name: 'ES256 challenge signature / node:crypto',
      value: es256.ours.ratio,
      unit: '×',
      target: { at: 'most', value: 1.1 },
      note: `${(es256.ours.ns / 1e3).toFixed(1)} µs / ${(es256.bare.ns / 1e3).toFixed(1)} µs`,
    }
  },
}

/** PKCS#8 around a bare P-256 scalar (RFC 5915 inside RFC 5208). */
function pkcs8(hex: string): Buffer {
  return Buffer.from(`3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420${hex}`, 'hex')
}
