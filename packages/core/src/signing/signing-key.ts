/** A P-256 private key, imported once. It signs; it cannot be printed or read back. */
export interface SigningKey {
  /** Compressed public key, 66 characters of lower-case hex starting with 02 or 03. */
  readonly publicKey: string
  /** ECDSA with SHA-256 over the bytes of `message`, as `r ‖ s` (64 bytes) or DER. */
  sign(message: Uint8Array, encoding: 'raw' | 'der'): Uint8Array
}

/** What `#p256` resolves to: node:crypto on Node, Bun and Deno, @noble/curves elsewhere. */
export interface P256Module {
  /** @param scalar 32 bytes, between 1 and the group order. @returns undefined when it is outside that range. */
  importScalar(scalar: Uint8Array): (SigningKey & { readonly point: Uint8Array }) | undefined
}
