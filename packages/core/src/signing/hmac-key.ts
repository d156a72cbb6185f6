/** An HMAC-SHA256 key, imported once. What it holds depends on the runtime and cannot be printed. */
export interface HmacKey {
  /** Base64 with padding of HMAC-SHA256 over the UTF-8 bytes of `message`. */
  sign(message: string): string
}
