import { type ApiKey, ConfigurationError, CredentialError, type SigningKey, stampPayload } from '@truemarkets/core'
import type { UnsignedPayload } from '../generated/types.ts'

/** The key that stamps payloads: an API key, or a signer key imported without an id. */
export type Signer = ApiKey | SigningKey

/** Stamps every payload of one answer of the Gateway, in order. */
export type StampPayloads = (payloads: readonly UnsignedPayload[]) => string[]

/**
 * Refuses what cannot sign, for example a private key as plain text.
 *
 * @throws {ConfigurationError} `option_invalid`. The value, which may be a secret, is not repeated.
 */
export function checkSigner(signer: unknown): void {
  if (signer === undefined || signs(signer)) return
  if (typeof signer === 'object' && signer !== null && 'signingKey' in signer && signs(signer.signingKey)) return
  throw new ConfigurationError(
    'option_invalid',
    'signer is no key that signs.',
    'Pass apiKey(keyFile) or importSigningKey(privateKey).',
  )
}

function signs(key: unknown): boolean {
  return typeof key === 'object' && key !== null && 'sign' in key && typeof key.sign === 'function'
}

/**
 * Makes the stamping half of a flow. It stays inside the flows, so that only payloads which came straight from the Gateway
 * are ever stamped.
 *
 * @param signer The key, or undefined where the client has none; then stamping throws.
 */
export function stampWith(signer: Signer | undefined): StampPayloads {
  const key = signer !== undefined && 'signingKey' in signer ? signer.signingKey : signer
  return (payloads) => {
    if (key === undefined) throw noSigner()
    return payloads.map(({ payload }) => stampPayload(key, payload))
  }
}

function noSigner(): CredentialError {
  return new CredentialError(
    'credential_missing',
    'The Gateway asked for signatures, and the client has no key that may sign for this user.',
    'Pass signer: the API key of a personal account, or the signer key of the user the organization acts for.',
  )
}
