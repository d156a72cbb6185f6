import { createHmac, createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
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

describe('the options of sign', () => {
  const env = { TRUEX_ORGANIZATION_ID: 'org-1', TRUEX_KEY_ID: 'key-1', TRUEX_KEY_SECRET: 'planted-2' }
  const mac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('base64')

  it('are what is signed: method, path, body and time, with the secret of the file and the ids of the environment', async () => {
    const args = [
      'cefi-rest',
      '--method',
      'POST',
      '--path',
      '/x?y=1',
      '--body',
      '{"a": 1} ',
      '--timestamp',
      '1700000000',
    ]
    const files = { secret: ' planted-1 \r\n' }
    const signed = await sign([...args, '--secret-file', 'secret'], 'planted-1', { env, files })
    expect(signed.canonical).toBe('POST\n/x?y=1\n1700000000\n{"a": 1} ')
    expect(signed.send).toEqual({
      'X-Truex-Organization-Id': 'org-1',
      'X-Truex-Key-Id': 'key-1',
      'X-Truex-Timestamp': '1700000000',
      'X-Truex-Signature': mac(' planted-1 ', signed.canonical),
    })
  })

  it('may be left out for the WebSocket: now, the usual path and the key of the environment are meant', async () => {
    const io = { env }
    const seconds = String(memoryIo(io).nowMs() / 1000)
    const signed = await sign(['cefi-ws'], 'planted-2', io)
    expect(signed.send).toEqual({
      timestamp: seconds,
      organization_id: 'org-1',
      key: 'key-1',
      signature: mac('planted-2', `${seconds}TRUEXWSkey-1/api/v1`),
    })
  })

  it('name another key file than the environment, and a payload as it is', async () => {
    const [other, own] = vectors<StampVector>('payload-stamp').concat(vectors<never>('auth-challenge'))
    const files = { env: other?.privateScalarHex ?? '', own: own?.privateScalarHex ?? '' }
    const args = ['stamp', '--key-file', 'own', '--key-id', 'any', '--payload', ' as it is ']
    const signed = await sign(args, files.own, { env: { TM_KEY_FILE: 'env' }, files })
    expect(signed.canonical).toBe(' as it is ')
    expect(step(signed, 'public key')).toBe(own?.publicKeyCompressedHex)
    expect(other?.publicKeyCompressedHex).not.toBe(own?.publicKeyCompressedHex)
  })

  it.each([
    ['in colour on a terminal', {}, { columns: 80, rows: 24 }, true],
    ['in colour where NO_COLOR is empty', { NO_COLOR: '' }, { columns: 80, rows: 24 }, true],
    ['without colour where NO_COLOR is set', { NO_COLOR: '1' }, { columns: 80, rows: 24 }, false],
    ['without colour in a pipe, though errors come on a terminal', {}, { columns: 80, rows: 24, isPiped: true }, false],
    ['without colour elsewhere', {}, undefined, false],
  ])('are shown step by step, %s', async (_, colours, terminal, isColoured) => {
    const io = memoryIo({ env: { ...env, ...colours }, terminal })
    expect(await run(['sign', 'cefi-ws'], io)).toBe(0)
    expect(stripVTControlCharacters(io.stdout())).toMatch(/^cefi-ws\n\n 1 {2}[^]*\n\nSend\n/)
    expect(io.stdout().includes('\u001b')).toBe(isColoured)
  })
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
