import { createHash } from 'node:crypto'
import type { GatewayParts } from './parts.ts'
import type { UnsignedPayload } from './payload.ts'

/**
 * One thing to sign, never the same twice. The text is base64, as the contract describes it, of a description of the step;
 * a client must treat it as opaque. The text form of the digest is an open question (G13).
 */
export function newPayload({ answers, ids }: GatewayParts, step: Readonly<Record<string, unknown>>): UnsignedPayload {
  const payload = Buffer.from(JSON.stringify({ ...step, nonce: ids.uuid() }), 'utf8').toString('base64')
  const encoding = answers.get('G13', 'hex') === 'base64' ? 'base64' : 'hex'
  return { payload, digest: createHash('sha256').update(payload, 'utf8').digest(encoding) }
}
