import { createHash } from 'node:crypto'

export interface UnsignedPayload {
  /** SHA-256 of the payload's bytes. */
  readonly digest: string
  /** Opaque text; its UTF-8 bytes are what a stamp signs. */
  readonly payload: string
}

/**
 * One thing to sign. The text is base64, as the contract describes it, of a description of the step; a client must treat
 * it as opaque.
 * @param encoding text form of the digest (G13)
 */
export function unsignedPayload(step: Readonly<Record<string, unknown>>, encoding: 'hex' | 'base64'): UnsignedPayload {
  const payload = Buffer.from(JSON.stringify(step), 'utf8').toString('base64')
  return { payload, digest: createHash('sha256').update(payload, 'utf8').digest(encoding) }
}
