import { createHash } from 'node:crypto'

/** SHA-256 of the text, in hex. */
export function digest(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}
