/** One thing that a caller is asked to sign. */
export interface UnsignedPayload {
  /** SHA-256 of the payload's bytes. */
  readonly digest: string
  /** Opaque text; its UTF-8 bytes are what a stamp signs. */
  readonly payload: string
}
