import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { run } from '../src/program.ts'
import type { Signature } from '../src/sign/signature.ts'
import { memoryIo } from './support/memory-io.ts'
import { runCli } from './support/spawn-cli.ts'
import { type ChallengeVector, type HmacVector, type KeyVector, type StampVector, vectors } from './support/vectors.ts'

/** Signs by command line and gives the answer for programs, which must not hold the secret. */
async function sign(args: string[], secret: string, given: Parameters<typeof memoryIo>[0]): Promise<Signature> {
  const io = memoryIo(given)
  expect(await run(['sign', ...args, '--json'], io)).toBe(0)
  expect(io.stdout() + io.stderr()).not.toContain(secret)
  return JSON.parse(io.stdout()) as Signature
}

describe('sign cefi-rest and cefi-rest-legacy', () => {
  it('signs no file that is not text, which would be signed as something else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sign-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'body')
    writeFileSync(file, Buffer.from([0xff, 0x7b, 0x7d]))
    const args = ['sign', 'cefi-rest', '--method', 'POST', '--path', '/x', '--body-file', file]
    const { code, stdout, stderr } = await runCli(args, { TRUEX_KEY_SECRET: 'planted-secret' })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^The file cannot be read: [^\n]*utf-8/)
  })

  for (const recipe of ['cefi-rest', 'cefi-rest-legacy']) {
    for (const vector of vectors<HmacVector>(recipe)) {
      it(`comes to the string and signature of ${vector.id}`, async () => {
        const { method, path, timestamp, body, secret } = vector
        const args = [recipe, '--method', method ?? '', '--path', path, '--timestamp', timestamp, '--body-file', 'body']
        const signed = await sign(args, secret, { env: { TRUEX_KEY_SECRET: secret }, files: { body: body ?? '' } })
        expect(signed.canonical).toBe(vector.stringToSign)
        expect(signed.signature).toBe(vector.signatureBase64)
      })
    }
  }

  it('writes a method in lower case in capitals, as the clients do', async () => {
    const [vector] = vectors<HmacVector>('cefi-rest')
    const args = ['cefi-rest', '--method', 'get', '--path', vector?.path ?? '', '--timestamp', vector?.timestamp ?? '']
    const signed = await sign(args, 'test-secret', { env: { TRUEX_KEY_SECRET: 'test-secret' } })
    expect(signed.signature).toBe(vector?.signatureBase64)
  })
})

describe('sign cefi-ws', () => {
  for (const vector of vectors<HmacVector>('cefi-ws')) {
    it(`comes to the string and signature of ${vector.id}, with the secret from a file`, async () => {
      const { key, path, timestamp, secret } = vector
      const args = ['cefi-ws', '--key', key ?? '', '--path', path, '--timestamp', timestamp, '--secret-file', 'secret']
      const signed = await sign(args, secret, { files: { secret: `${secret}\n` } })
      expect(signed.canonical).toBe(vector.stringToSign)
      expect(signed.send).toEqual({ timestamp, organization_id: '', key, signature: vector.signatureBase64 })
    })
  }
})

describe('sign challenge', () => {
  for (const vector of vectors<ChallengeVector>('auth-challenge')) {
    it(`signs the string of ${vector.id}, so that its public key verifies it`, async () => {
      const args = ['challenge', '--timestamp', String(vector.timestamp), '--key-id', vector.keyId]
      const signed = await sign(args, vector.privateScalarHex, keyIn(vector))
      expect(signed.canonical).toBe(vector.stringToSign)
      expect(step(signed, 'SHA-256')).toBe(vector.messageSha256Hex)
      const key = { key: publicKeyOf(vector), dsaEncoding: 'ieee-p1363' } as const
      expect(verify('sha256', Buffer.from(vector.stringToSign), key, Buffer.from(signed.signature, 'base64url'))).toBe(
        true,
      )
      expect(signed.send).toMatchObject({ key_id: vector.keyId, timestamp: vector.timestamp })
    })
  }
})

describe('sign stamp', () => {
  for (const vector of vectors<StampVector>('payload-stamp')) {
    it(`stamps the payload of ${vector.id}, so that its public key verifies it`, async () => {
      const io = keyIn(vector)
      const args = ['stamp', '--key-id', 'any', '--payload-file', 'payload']
      const signed = await sign(args, vector.privateScalarHex, {
        ...io,
        files: { ...io.files, payload: vector.payload },
      })
      expect(step(signed, 'SHA-256')).toBe(vector.payloadSha256Hex)
      const stamp = JSON.parse(Buffer.from(signed.signature, 'base64url').toString()) as Record<string, string>
      expect(Object.keys(stamp)).toEqual(['publicKey', 'signature', 'scheme'])
      expect(stamp['publicKey']).toBe(vector.publicKeyCompressedHex)
      const key = { key: publicKeyOf(vector), dsaEncoding: 'der' } as const
      expect(verify('sha256', Buffer.from(vector.payload), key, Buffer.from(stamp['signature'] ?? '', 'hex'))).toBe(
        true,
      )
    })
  }
})

function keyIn({ privateScalarHex }: KeyVector) {
  return { env: { TM_KEY_FILE: 'key' }, files: { key: privateScalarHex } }
}

function publicKeyOf({ privateKeyJwk: { kty, crv, x, y } }: KeyVector) {
  return createPublicKey({ format: 'jwk', key: { kty, crv, x, y } })
}

function step({ steps }: Signature, name: string): string | undefined {
  return steps.find((step) => step.name === name)?.value
}
