/** An HMAC-SHA256 key, imported once. What it holds depends on the runtime and cannot be printed. */
export interface HmacKey {
  /** Base64 with padding of HMAC-SHA256 over the UTF-8 bytes of `message`. */
  sign(message: string): string
}

/** What `#hmac` resolves to: node:crypto on Node, Bun and Deno, @noble/hashes elsewhere. */
export interface HmacModule {
  importHmacKey(secret: Uint8Array): HmacKey
}
