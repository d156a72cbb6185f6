import { ECDH } from 'node:crypto'
import { inspect } from 'node:util'
import { apiKey } from '@truemarkets/core'
import { expect, test } from 'vitest'
import { generateKey } from './generate-key.ts'

test('the public half is the compressed form of the private half', async () => {
  const { publicKey, privateKey } = await generateKey()
  const { x, y } = JSON.parse(privateKey.reveal()) as { x: string; y: string }
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  expect(publicKey).toBe(ECDH.convertKey(point, 'prime256v1', undefined, 'hex', 'compressed'))
})

test('the private half is an API key as soon as it has an id', async () => {
  const { publicKey, privateKey } = await generateKey()
  expect(apiKey(privateKey, { keyId: 'k1' }).publicKey).toBe(publicKey)
})

test('two keys differ', async () => {
  expect((await generateKey()).publicKey).not.toBe((await generateKey()).publicKey)
})

test('printing the pair shows the public half only', async () => {
  const pair = await generateKey()
  const { d } = JSON.parse(pair.privateKey.reveal()) as { d: string }
  for (const text of [JSON.stringify(pair), inspect(pair), String(pair.privateKey)]) expect(text).not.toContain(d)
})
