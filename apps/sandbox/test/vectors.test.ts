import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Answers } from '../src/answers.ts'
import { authRules } from '../src/auth/rules.ts'
import { cefiRestRules } from '../src/cefi-rest/rules.ts'
import { legacyStringToSign, stringToSign } from '../src/cefi-rest/signature.ts'
import { cefiWsRules } from '../src/cefi-ws/rules.ts'
import { demoCredentials } from '../src/demo-credentials.ts'
import { gatewayRules } from '../src/gateway/rules.ts'
import { stampKey } from '../src/gateway/stamp-key.ts'
import { verifyStamps } from '../src/gateway/stamps.ts'

function vectors<Vector>(name: string): Vector[] {
  const file = new URL(`../../../specs/vectors/${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Vector[]
}

interface ChallengeVector {
  readonly id: string
  readonly keyId: string
  readonly timestamp: number
  readonly signature: string
  readonly privateKeyJwk: { readonly x: string; readonly y: string }
}

interface StampVector {
  readonly id: string
  readonly privateKeyJwk: { readonly x: string; readonly y: string }
  readonly payload: string
  readonly stamp: string
}

interface WsVector {
  readonly id: string
  readonly secret: string
  readonly stringToSign: string
  readonly signatureBase64: string
}

interface HmacVector {
  readonly id: string
  readonly secret: string
  readonly method: string
  readonly path: string
  readonly timestamp: string
  readonly body: string
  readonly stringToSign: string
  readonly signatureBase64: string
}

const hmacVectors = ([name, canonical]: readonly [string, typeof stringToSign]) =>
  vectors<HmacVector>(name).map((vector) => [vector.id, vector, canonical] as const)

describe('the sandbox takes what the vectors say is signed', () => {
  // Shows CeFi REST, 4.1: what is signed
  it.each([...hmacVectors(['cefi-rest', stringToSign]), ...hmacVectors(['cefi-rest-legacy', legacyStringToSign])])(
    'in a request: %s',
    (_, { secret, method, path, timestamp, body, stringToSign: expected, signatureBase64 }, canonical) => {
      const bytes = canonical({ method, path, timestamp, body: Buffer.from(body) })
      expect(bytes.toString()).toBe(expected)
      expect(cefiRestRules.isSigned(secret, bytes, signatureBase64)).toBe(true)
      expect(cefiRestRules.isSigned(secret, Buffer.concat([bytes, Buffer.from(' ')]), signatureBase64)).toBe(false)
      expect(cefiRestRules.isSigned(secret, bytes, signatureBase64.toLowerCase())).toBe(false)
      expect(cefiRestRules.isSigned(`${secret} `, bytes, signatureBase64)).toBe(false)
    },
  )

  // Shows Auth, 5.1: the message that is signed
  it.each(vectors<ChallengeVector>('auth-challenge').map((vector) => [vector.id, vector] as const))(
    'for a token: %s',
    (_, { keyId, timestamp, signature, privateKeyJwk: { x, y } }) => {
      const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
      const key = { keyId, publicKey, subject: { userId: '' }, revoked: false }
      expect(authRules.isSigned(key, { keyId, timestamp, signature })).toBe(true)
      expect(authRules.isSigned(key, { keyId, timestamp: timestamp + 1, signature })).toBe(false)
      expect(authRules.isSigned(key, { keyId: `${keyId} `, timestamp, signature })).toBe(false)
    },
  )

  // Shows Gateway, 6.1: the stamp, byte for byte
  it.each(vectors<StampVector>('payload-stamp').map((vector) => [vector.id, vector] as const))(
    'over a payload: %s',
    (_, { privateKeyJwk, payload, stamp }) => {
      const key = stampKey({
        ...demoCredentials.personal.keyFile,
        private_key: { ...privateKeyJwk, kty: 'EC', crv: 'P-256', d: '' },
      })
      const parts = { answers: new Answers(), rules: gatewayRules }
      const verify = (text: string) => () =>
        verifyStamps(parts, key, [{ payload: text, digest: '' }], { auth_type: 'api_key', signatures: [stamp] })
      expect(verify(payload)).not.toThrow()
      expect(verify(`${payload} `)).toThrow('does not verify over its payload')
    },
  )

  // Shows CeFi WebSocket, 4: what is signed
  it.each(vectors<WsVector>('cefi-ws').map((vector) => [vector.id, vector] as const))(
    'for a subscription: %s',
    (_, { secret, stringToSign, signatureBase64 }) => {
      expect(cefiWsRules.isSigned(secret, stringToSign, signatureBase64)).toBe(true)
      expect(cefiWsRules.isSigned(secret, `${stringToSign} `, signatureBase64)).toBe(false)
    },
  )
})
