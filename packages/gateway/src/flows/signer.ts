import {
  type ApiKey,
  ConfigurationError,
  CredentialError,
  DecodeError,
  isRecord,
  type SigningKey,
  stampPayload,
} from '@truemarkets/core'
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
  if (isRecord(signer) && signs(signer['signingKey'])) return
  throw new ConfigurationError(
    'option_invalid',
    'signer is no key that signs.',
    'Pass apiKey(keyFile) or importSigningKey(privateKey).',
  )
}

function signs(key: unknown): boolean {
  return isRecord(key) && typeof key['sign'] === 'function'
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
    if (!arePayloads(payloads)) throw noPayloads()
    return payloads.map(({ payload }) => stampPayload(key, payload))
  }
}

/** Answers are not validated unless that is asked for, and a stamp over nothing, or over what is no text, is none to give away. */
function arePayloads(payloads: unknown): boolean {
  const isPayload = (item: unknown): boolean =>
    isRecord(item) && typeof item['payload'] === 'string' && item['payload'] !== ''
  return Array.isArray(payloads) && payloads.every(isPayload)
}

function noPayloads(): DecodeError {
  return new DecodeError('The Gateway asked for signatures over something that is no payload; nothing was signed.', {
    code: 'response_breaks_contract',
  })
}

function noSigner(): CredentialError {
  return new CredentialError(
    'credential_missing',
    'The Gateway asked for signatures, and the client has no key that may sign for this user.',
    'Pass signer: the API key of a personal account, or the signer key of the user the organization acts for.',
  )
}
