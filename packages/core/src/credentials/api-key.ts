import { CredentialError } from '../errors/credential-error.ts'
import { signChallenge } from '../signing/challenge.ts'
import type { SigningKey } from '../signing/signing-key.ts'
import { stampPayload } from '../signing/stamp.ts'
import { importSigningKey } from './import-signing-key.ts'
import { type KeyInput, readKeyFile } from './key-input.ts'

/** An ES256 API key: it answers token challenges and stamps payloads. Its private half cannot be read back. */
export interface ApiKey {
  /** Tells it from other credentials. */
  readonly kind: 'apiKey'
  /** The publisher's id of the key, a UUID; exactly as in the key file. */
  readonly keyId: string
  /** Compressed public key in hex. */
  readonly publicKey: string
  /** The imported key, for {@link signChallenge} and {@link stampPayload}. */
  readonly signingKey: SigningKey
  /** Signs a token challenge for the given Unix seconds. */
  signChallenge(timestamp: number): string
  /** Stamps an unsigned payload. */
  stamp(payload: string): string
}

/**
 * Reads an API key once.
 *
 * @param input The publisher's key file (parsed, or its JSON text), or with `keyId` also a JWK, PEM (PKCS#8 or SEC1) or
 * the private scalar as 64 hex characters.
 * @param options `keyId`, needed where the input does not carry one.
 * @throws {CredentialError} `key_file_invalid`, `key_malformed` or `key_curve_wrong`; never with key material in it.
 * @example
 * ```ts
 * const key = apiKey(JSON.parse(await readFile(process.env.TM_KEY_FILE, 'utf8')))
 * ```
 */
export function apiKey(input: KeyInput, options: { readonly keyId?: string } = {}): ApiKey {
  const file = readKeyFile(input)
  const keyId = options.keyId ?? file?.keyId ?? ''
  if (keyId === '') {
    throw new CredentialError(
      'key_file_invalid',
      'The key has no key_id.',
      'Pass the key file as downloaded, its contents as text and not its path, or apiKey(key, { keyId }). Into a file of truemarkets-keygen write the id that the registration gave.',
    )
  }
  const signingKey = importSigningKey(file?.privateKey ?? input)
  return {
    kind: 'apiKey',
    keyId,
    publicKey: signingKey.publicKey,
    signingKey,
    signChallenge: (timestamp) => signChallenge(signingKey, keyId, timestamp),
    stamp: (payload) => stampPayload(signingKey, payload),
  }
}
