import { createHmac, createPublicKey, createSecretKey, type KeyObject, verify, webcrypto } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { p256 } from '@noble/curves/nist.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, test } from 'vitest'
import { readDer } from '../src/credentials/der.ts'
import * as nodeHmac from '../src/signing/hmac.node.ts'
import * as portableHmac from '../src/signing/hmac.portable.ts'

// The sandbox verifies with node:crypto, and runtimes without it sign with @noble: both are held to the published edge cases.

type Verdict = 'valid' | 'invalid' | 'acceptable'
interface SignatureTest {
  readonly id: number
  readonly comment: string
  readonly flags: readonly string[]
  readonly message: string
  readonly signature: string
  readonly result: Verdict
}
interface MacTest {
  readonly id: number
  readonly comment: string
  readonly key: string
  readonly message: string
  readonly tag: string
  readonly result: Verdict
}

interface SignatureGroup {
  readonly publicKey: string
  readonly tests: readonly SignatureTest[]
}

function readSet(name: 'hmac-sha256'): readonly { readonly tests: readonly MacTest[] }[]
function readSet(name: 'ecdsa-secp256r1-sha256-der' | 'ecdsa-secp256r1-sha256-p1363'): readonly SignatureGroup[]
function readSet(name: string): unknown {
  const file: unknown = JSON.parse(readFileSync(new URL(`wycheproof/${name}.json`, import.meta.url), 'utf8'))
  return (file as { readonly groups: unknown }).groups
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'hex'))

function keyObject(point: string): KeyObject {
  const coordinate = (from: number): string => Buffer.from(point.slice(from, from + 64), 'hex').toString('base64url')
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: coordinate(2), y: coordinate(66) } })
}

/** Anything but true is a refusal; libraries throw for some malformed signatures and answer false for others. */
function accepts(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}

/** `acceptable` are lax encodings that older software lets pass; a verifier for money lets none. */
const wanted = ({ result }: SignatureTest): boolean => result === 'valid'

describe('ECDSA on P-256 with SHA-256, in DER', () => {
  const groups = readSet('ecdsa-secp256r1-sha256-der')

  test('the set is whole', () => {
    expect(groups.flatMap(({ tests }) => tests)).toHaveLength(387)
  })

  test.each([
    [
      'node:crypto',
      (point: string) => {
        const key = { key: keyObject(point), dsaEncoding: 'der' } as const
        return (message: Uint8Array, signature: Uint8Array) => verify('sha256', message, key, signature)
      },
    ],
    [
      '@noble/curves',
      (point: string) => (message: Uint8Array, signature: Uint8Array) =>
        p256.verify(signature, message, bytes(point), { format: 'der', lowS: false }),
    ],
  ])('%s accepts what is valid and nothing else', (_, verifier) => {
    const wrong = groups.flatMap(({ publicKey, tests }) => {
      const check = verifier(publicKey)
      return tests.filter((row) => accepts(() => check(bytes(row.message), bytes(row.signature))) !== wanted(row))
    })
    expect(wrong).toEqual([])
  })

  test('our reader of DER reads every valid signature as two integers', () => {
    for (const { signature } of groups.flatMap(({ tests }) => tests).filter(wanted)) {
      const root = readDer(bytes(signature))
      expect([root?.tag, ...(root?.children ?? []).map(({ tag }) => tag)]).toEqual([0x30, 0x02, 0x02])
    }
  })

  test('our reader of DER takes no length that is written in another way than the shortest, nor one beyond the end', () => {
    const lengths = /length|indefinite|BER/i
    const read = groups
      .flatMap(({ tests }) => tests)
      .filter(({ result, comment }) => result === 'invalid' && lengths.test(comment))
      .filter(({ signature }) => readDer(bytes(signature)) !== undefined)
    expect(read.map(({ id, comment }) => `${id} ${comment}`)).toEqual([])
  })
})

describe('ECDSA on P-256 with SHA-256, as r ‖ s', () => {
  const groups = readSet('ecdsa-secp256r1-sha256-p1363')

  test('the set is whole', () => {
    expect(groups.flatMap(({ tests }) => tests)).toHaveLength(219)
  })

  test.each([
    [
      'node:crypto',
      (point: string) => {
        const key = { key: keyObject(point), dsaEncoding: 'ieee-p1363' } as const
        return (message: Uint8Array, signature: Uint8Array) => verify('sha256', message, key, signature)
      },
    ],
    [
      '@noble/curves',
      (point: string) => (message: Uint8Array, signature: Uint8Array) =>
        p256.verify(signature, message, bytes(point), { format: 'compact', lowS: false }),
    ],
  ])('%s accepts what is valid and nothing else', (_, verifier) => {
    const wrong = groups.flatMap(({ publicKey, tests }) => {
      const check = verifier(publicKey)
      return tests.filter((row) => accepts(() => check(bytes(row.message), bytes(row.signature))) !== wanted(row))
    })
    expect(wrong).toEqual([])
  })

  test('WebCrypto accepts what is valid and nothing else', async () => {
    const { subtle } = webcrypto
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const wrong: SignatureTest[] = []
    for (const { publicKey, tests } of groups) {
      const key = await subtle.importKey('raw', bytes(publicKey), algorithm, false, ['verify'])
      for (const row of tests) {
        const accepted = await subtle.verify(algorithm, key, bytes(row.signature), bytes(row.message))
        if (accepted !== wanted(row)) wrong.push(row)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('HMAC-SHA256', () => {
  const rows = readSet('hmac-sha256').flatMap(({ tests }) => tests)
  /** Our keys sign text, so that of the messages only the UTF-8 can be theirs. */
  const texts = rows.flatMap((row) => {
    const text = Buffer.from(row.message, 'hex').toString('utf8')
    return Buffer.from(text, 'utf8').toString('hex') === row.message ? [{ ...row, text }] : []
  })

  test('the set is whole', () => {
    expect(rows).toHaveLength(87)
    expect(texts).toHaveLength(58)
  })

  test.each([
    [
      'node:crypto',
      (key: Uint8Array, message: Uint8Array) =>
        createHmac('sha256', createSecretKey(key)).update(message).digest('hex'),
    ],
    [
      '@noble/hashes',
      (key: Uint8Array, message: Uint8Array) => Buffer.from(hmac(sha256, key, message)).toString('hex'),
    ],
  ])('%s makes the tags that are valid and no other', (_, make) => {
    const wrong = rows.filter(
      ({ key, message, tag, result }) => (make(bytes(key), bytes(message)) === tag) !== (result === 'valid'),
    )
    expect(wrong).toEqual([])
  })

  test.each([
    ['node', nodeHmac],
    ['portable', portableHmac],
  ])('our keys do too, on their %s way', (_, { importHmacKey }) => {
    const wrong = texts.filter(({ key, text, tag, result }) => {
      const made = Buffer.from(importHmacKey(bytes(key)).sign(text), 'base64').toString('hex')
      return (made === tag) !== (result === 'valid')
    })
    expect(wrong).toEqual([])
  })
})
