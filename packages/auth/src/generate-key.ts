import { Secret } from '@truemarkets/core'

/** A P-256 key pair made on this machine, before the publisher has given it an id. */
export interface GeneratedKey {
  /** Compressed public key, 66 characters of lower-case hex: the half to register. */
  readonly publicKey: string
  /** The private half as JWK text. It prints as `[redacted]`; `reveal()` gives the text to store. */
  readonly privateKey: Secret
}

/**
 * Makes an API key pair. Register {@link GeneratedKey.publicKey}; the answer names the `key_id` to use with the private half.
 * Uses the WebCrypto of the runtime.
 *
 * @example
 * ```ts
 * const { publicKey, privateKey } = await generateKey()
 * console.log(publicKey) // register this half
 * const key = apiKey(privateKey, { keyId: '8a4f1e2b-6c3d-4e5f-8a9b-0c1d2e3f4a5b' })
 * ```
 */
export async function generateKey(): Promise<GeneratedKey> {
  const { subtle } = globalThis.crypto
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const [jwk, point] = await Promise.all([
    subtle.exportKey('jwk', pair.privateKey),
    subtle.exportKey('raw', pair.publicKey),
  ])
  // Members in the order of the publisher's key file; `key_ops` and `ext` say nothing there.
  const { kty, crv, x, y, d } = jwk
  return { publicKey: compressed(new Uint8Array(point)), privateKey: new Secret(JSON.stringify({ kty, crv, x, y, d })) }
}

/** The point 04‖x‖y as 02‖x or 03‖x, by the parity of y. */
function compressed(point: Uint8Array): string {
  const odd = (point.at(-1) ?? 0) % 2 === 1
  const bytes = [odd ? 3 : 2, ...point.subarray(1, 33)]
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
