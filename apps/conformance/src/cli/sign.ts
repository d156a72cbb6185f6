import {
  type ApiKey,
  cefiRestCanonical,
  cefiRestLegacyCanonical,
  cefiWsCanonical,
  challengeCanonical,
  signCefiRest,
  signCefiRestLegacy,
  signCefiWs,
} from '@truemarkets/core'

export const schemes = ['cefi-rest', 'cefi-rest-legacy', 'cefi-ws', 'challenge', 'stamp'] as const
export type Scheme = (typeof schemes)[number]

export type SignInput = {
  scheme: Scheme
  method: string
  path: string
  body: string
  /** Unix seconds. */
  timestamp: string
  keyId: string
  /** Of the HMAC schemes. It goes into the signature and nowhere else. */
  secret: string
  /** Of the ES256 schemes. */
  key: ApiKey | null
}

export type Step = { step: string; value: string }

/** A signature in the making, step by step, for comparing with another implementation. The secret is in none of the steps. */
export function explainSignature(input: SignInput): Step[] {
  const { scheme, method, path, body, timestamp, keyId, secret } = input
  const parts = { method, path, timestamp, body }
  const hmac = (canonical: string, signature: string): Step[] => [
    { step: 'string to sign', value: JSON.stringify(canonical) },
    { step: 'its bytes', value: `${Buffer.byteLength(canonical)} in UTF-8` },
    { step: 'HMAC-SHA256, base64', value: signature },
  ]
  if (scheme === 'cefi-rest') return hmac(cefiRestCanonical(parts), signCefiRest({ ...parts, secret }))
  if (scheme === 'cefi-rest-legacy')
    return hmac(cefiRestLegacyCanonical(parts), signCefiRestLegacy({ ...parts, secret }))
  if (scheme === 'cefi-ws') {
    const request = { key: keyId, path, timestamp }
    return hmac(cefiWsCanonical(request), signCefiWs({ ...request, secret }))
  }
  const { key } = input
  if (key === null) throw new Error(`${scheme} needs an API key: set TM_KEY_FILE`)
  if (scheme === 'challenge') {
    return [
      { step: 'string to sign', value: JSON.stringify(challengeCanonical(key.keyId, Number(timestamp))) },
      { step: 'ES256, r‖s, base64url', value: key.signChallenge(Number(timestamp)) },
    ]
  }
  const stamp = key.stamp(body)
  return [
    { step: 'payload, as received', value: JSON.stringify(body) },
    { step: 'ES256, DER, in JSON', value: Buffer.from(stamp, 'base64url').toString() },
    { step: 'stamp, base64url', value: stamp },
  ]
}
