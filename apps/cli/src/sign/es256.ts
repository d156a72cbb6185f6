import { createHash } from 'node:crypto'
import { type ApiKey, challengeCanonical } from '@truemarkets/core'
import { HIDDEN, type Signature, type Step, utc, utf8Length } from './signature.ts'

/** A key, and in words where it was read. */
export interface KeySource {
  readonly key: ApiKey
  readonly from: string
}

/** Signs the challenge of a token exchange. */
export function explainChallenge(timestamp: string, { key, from }: KeySource): Signature {
  const canonical = challengeCanonical(key.keyId, Number(timestamp))
  const signature = key.signChallenge(Number(timestamp))
  return {
    recipe: 'challenge',
    steps: [
      { name: 'key id', value: key.keyId, note: 'exactly as in the key file' },
      { name: 'timestamp', value: timestamp, note: utc(timestamp) },
      { name: 'string to sign', value: canonical, note: `a full stop between them; ${utf8Length(canonical)}` },
      sha256Step(canonical),
      keyStep(from),
      { name: 'signature', value: signature, note: `ES256, r‖s (64 bytes), base64url without padding; ${CHANCE}` },
    ],
    canonical,
    signature,
    send: { key_id: key.keyId, timestamp: Number(timestamp), signature },
  }
}

/** Stamps a payload of the Gateway. */
export function explainStamp(payload: string, { key, from }: KeySource): Signature {
  const stamp = key.stamp(payload)
  const json = Buffer.from(stamp, 'base64url').toString()
  const { signature } = JSON.parse(json) as { readonly signature: string }
  return {
    recipe: 'stamp',
    steps: [
      { name: 'payload', value: payload, note: `as received, neither decoded nor trimmed; ${utf8Length(payload)}` },
      sha256Step(payload),
      keyStep(from),
      { name: 'public key', value: key.publicKey, note: 'compressed, hex' },
      { name: 'signature', value: signature, note: `ES256, DER, hex; ${CHANCE}` },
      { name: 'stamp in JSON', value: json, note: 'compact, members in this order' },
      { name: 'stamp', value: stamp, note: 'the JSON in base64url without padding' },
    ],
    canonical: payload,
    signature: stamp,
    send: { auth_type: 'api_key', 'signatures[]': stamp },
  }
}

/** Two runs differ, and both are right. */
const CHANCE = 'ECDSA takes a random number, so every run gives another one'

function sha256Step(text: string): Step {
  return {
    name: 'SHA-256',
    value: createHash('sha256').update(text, 'utf8').digest('hex'),
    note: 'what ECDSA signs, hex; compare this',
  }
}

function keyStep(from: string): Step {
  return { name: 'private key', value: HIDDEN, note: `${from}; P-256` }
}
