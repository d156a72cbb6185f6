import {
  type CefiRestParts,
  type CefiWsParts,
  cefiRestCanonical,
  cefiRestLegacyCanonical,
  cefiWsCanonical,
  importHmacSecret,
  type Secret,
} from '@truemarkets/core'
import { HIDDEN, type Signature, type Step, utc, utf8Length } from './signature.ts'

/** The ids that travel beside a signature; they are not secret, and only the WebSocket signs one of them. */
export interface HmacIds {
  readonly organizationId: string
  readonly keyId: string
}

/** A secret, and in words where it was read. */
export interface SecretSource {
  readonly secret: Secret
  readonly from: string
}

/** Signs a CeFi REST request in the current header family. */
export function explainCefiRest(parts: CefiRestParts, ids: HmacIds, source: SecretSource): Signature {
  const canonical = cefiRestCanonical(parts)
  const signature = sign(canonical, source)
  return {
    recipe: 'cefi-rest',
    steps: [
      ...restSteps(parts),
      canonicalStep(canonical, 'method, path, timestamp and body, a line feed between them; the last one stays'),
      ...hmacSteps(signature, source),
    ],
    canonical,
    signature,
    send: {
      'X-Truex-Organization-Id': ids.organizationId,
      'X-Truex-Key-Id': ids.keyId,
      'X-Truex-Timestamp': parts.timestamp,
      'X-Truex-Signature': signature,
    },
  }
}

/** Signs a CeFi REST request in the older header family. */
export function explainCefiRestLegacy(parts: CefiRestParts, ids: HmacIds, source: SecretSource): Signature {
  const canonical = cefiRestLegacyCanonical(parts)
  const signature = sign(canonical, source)
  return {
    recipe: 'cefi-rest-legacy',
    steps: [
      ...restSteps(parts),
      canonicalStep(canonical, 'timestamp, method, path and body, nothing between them'),
      ...hmacSteps(signature, source),
    ],
    canonical,
    signature,
    send: {
      'x-truex-auth-token': ids.keyId,
      'x-truex-auth-timestamp': parts.timestamp,
      'x-truex-auth-signature': signature,
      // What our clients send for a key without a client id (R15).
      'x-truex-auth-userid': '0',
    },
  }
}

/** Signs a request of the CeFi WebSocket. */
export function explainCefiWs(parts: CefiWsParts, ids: HmacIds, source: SecretSource): Signature {
  const canonical = cefiWsCanonical(parts)
  const signature = sign(canonical, source)
  return {
    recipe: 'cefi-ws',
    steps: [
      { name: 'timestamp', value: parts.timestamp, note: utc(parts.timestamp) },
      { name: 'literal', value: 'TRUEXWS', note: 'always the same' },
      { name: 'key', value: parts.key, note: 'the member key of the request' },
      { name: 'path', value: parts.path, note: "of the socket's URL (W2)" },
      canonicalStep(canonical, 'the four of them, nothing between them'),
      ...hmacSteps(signature, source),
    ],
    canonical,
    signature,
    send: { timestamp: parts.timestamp, organization_id: ids.organizationId, key: parts.key, signature },
  }
}

function restSteps({ method, path, timestamp, body }: CefiRestParts): Step[] {
  return [
    { name: 'method', value: method.toUpperCase(), note: 'in capitals' },
    {
      name: 'path',
      value: path,
      note: path.includes('?') ? 'as given; our clients leave the query out (R3)' : 'as sent, without the query',
    },
    { name: 'timestamp', value: timestamp, note: utc(timestamp) },
    { name: 'body', value: body, note: body === '' ? 'there is none' : `as sent, ${utf8Length(body)}` },
  ]
}

function canonicalStep(canonical: string, note: string): Step {
  return { name: 'string to sign', value: canonical, note: `${note}; ${utf8Length(canonical)}` }
}

function hmacSteps(signature: string, { from }: SecretSource): Step[] {
  return [
    { name: 'secret', value: HIDDEN, note: `${from}; its UTF-8 text is the key, nothing is decoded` },
    { name: 'signature', value: signature, note: 'HMAC-SHA256 of the string under the secret, base64 with padding' },
  ]
}

function sign(canonical: string, { secret }: SecretSource): string {
  return importHmacSecret(secret).sign(canonical)
}
