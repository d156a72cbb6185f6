import { createHmac, createPublicKey, verify } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import type * as Node from '../src/platform.node.ts'
import { answer, harness, SECRET } from './harness.ts'
import { readVectors } from './vectors.ts'

// What a browser or workerd gets from the conditions of package.json: no node: module at all.
vi.mock('#platform', (): Promise<typeof Node> => import('../src/platform.portable.ts'))

const { apiKey, importSigningKey } = await import('../src/index.ts')
const [vector] = readVectors('auth-challenge')
if (vector === undefined) throw new Error('no vector')

test('a call is signed the same', async () => {
  const h = harness([answer(503), answer(200, { data: { id: '7' } })])
  await h.run(() => h.api.cancelOrder({ path: { id: '7' } }))
  for (const { headers } of h.sent) {
    const text = `DELETE\n/v1/cefi/orders/7\n${headers['x-truex-timestamp']}\n`
    expect(headers['x-truex-signature']).toBe(createHmac('sha256', SECRET).update(text).digest('base64'))
  }
  expect(h.sent).toHaveLength(2)
})

test('a key file gives the vector’s signature, letter by letter', () => {
  const key = apiKey({ key_id: vector.keyId, private_key: vector.privateKeyJwk })
  expect(key.signChallenge(vector.timestamp)).toBe(vector.signature)
})

test('a stamp verifies', () => {
  const stamp = apiKey(vector.privateScalarHex, { keyId: 'k' }).stamp('hello')
  const { signature } = JSON.parse(Buffer.from(stamp, 'base64url').toString()) as { signature: string }
  const { kty, crv, x, y } = vector.privateKeyJwk
  const publicKey = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' })
  expect(verify('sha256', Buffer.from('hello'), publicKey, Buffer.from(signature, 'hex'))).toBe(true)
})

test('bad keys are refused with the same codes', () => {
  for (const [input, code] of [
    ['00'.repeat(32), 'key_malformed'],
    ['ff'.repeat(32), 'key_malformed'],
    [{ ...vector.privateKeyJwk, x: vector.privateKeyJwk.y }, 'key_malformed'],
    [{ ...vector.privateKeyJwk, crv: 'P-384' }, 'key_curve_wrong'],
  ] as const) {
    expect(() => importSigningKey(input)).toThrow(expect.objectContaining({ code }))
  }
})
