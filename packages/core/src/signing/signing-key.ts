/** A P-256 private key, imported once. It signs; it cannot be printed or read back. */
export interface SigningKey {
  /** Compressed public key, 66 characters of lower-case hex starting with 02 or 03. */
  readonly publicKey: string
  /** ECDSA with SHA-256 over the bytes of `message`, as `r ‖ s` (64 bytes) or DER. */
  sign(message: Uint8Array, encoding: 'raw' | 'der'): Uint8Array
}

/** A key as it was imported from its scalar. */
export interface ScalarKey extends SigningKey {
  /** The uncompressed public key, for comparing with the one that a key file names. */
  readonly point: Uint8Array
}
