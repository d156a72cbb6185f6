import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { cefiRestRules } from '../src/cefi-rest/rules.ts'
import { legacyStringToSign, stringToSign } from '../src/cefi-rest/signature.ts'

interface Vector {
  readonly id: string
  readonly secret: string
  readonly method: string
  readonly path: string
  readonly timestamp: string
  readonly body: string
  readonly stringToSign: string
  readonly signatureBase64: string
}

function vectors(name: string): Vector[] {
  const file = new URL(`../../../specs/vectors/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Vector[]
}

// Shows CeFi REST, 4.1: what is signed
it.each([
  ['cefi-rest', stringToSign],
  ['cefi-rest-legacy', legacyStringToSign],
] as const)('%s: takes every vector, and none with one bit of its body or signature changed', (name, canonical) => {
  for (const { id, secret, method, path, timestamp, body, stringToSign: expected, signatureBase64 } of vectors(name)) {
    const bytes = canonical({ method, path, timestamp, body: Buffer.from(body) })
    expect([id, bytes.toString()]).toEqual([id, expected])
    expect([id, cefiRestRules.isSigned(secret, bytes, signatureBase64)]).toEqual([id, true])
    expect(cefiRestRules.isSigned(secret, Buffer.concat([bytes, Buffer.from(' ')]), signatureBase64)).toBe(false)
    expect(cefiRestRules.isSigned(secret, bytes, signatureBase64.toLowerCase())).toBe(false)
    expect(cefiRestRules.isSigned(`${secret} `, bytes, signatureBase64)).toBe(false)
  }
})
