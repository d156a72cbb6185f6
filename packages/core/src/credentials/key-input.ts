import { CredentialError } from '../errors/credential-error.ts'
import { isRecord, parseJson } from '../json.ts'
import { isSecret, type SecretText } from '../secret.ts'

/** A P-256 private key as a JSON Web Key. */
export interface PrivateJwk {
  /** Key family; only `EC` will do. */
  readonly kty: string
  /** Curve; only `P-256` will do. */
  readonly crv?: string
  /** The private scalar, 32 bytes in base64url. */
  readonly d?: string
  /** The public point, 32 bytes in base64url; checked where it is given. */
  readonly x?: string
  /** The same of its other coordinate. */
  readonly y?: string
}

/** The JSON file that the account or organization console hands out. */
export interface KeyFile {
  /** The id under which the publisher knows the public half. */
  readonly key_id: string
  /** The private half. */
  readonly private_key: PrivateJwk
  /** The name that its owner gave it; not read. */
  readonly label?: string
  /** Not read. */
  readonly fingerprint?: string
  /** RFC 3339; not read. */
  readonly created_at?: string
}

/** The forms a private key may come in: key file or JWK (as an object or its JSON text), PEM, or hex. */
export type KeyInput = KeyFile | PrivateJwk | string | SecretText

/** Text of a text form; undefined for the object forms. */
export function keyText(input: KeyInput): string | undefined {
  if (typeof input === 'string') return input.trim()
  return isSecret(input) ? input.reveal().trim() : undefined
}

/** The object of an object form, or of its JSON text; undefined for PEM and hex. */
export function keyObject(input: KeyInput): Readonly<Record<string, unknown>> | undefined {
  const text = keyText(input)
  if (text === undefined) return isRecord(input) ? input : undefined
  if (!text.startsWith('{')) return undefined
  const parsed = parseJson(text)
  if (parsed.ok && isRecord(parsed.value)) return parsed.value
  throw notAsDownloaded('The key file is not valid JSON.')
}

/** Key id and private key of a key file; undefined when the input is another form. A key made here has an empty id until it is registered. */
export function readKeyFile(input: KeyInput): { readonly keyId: string; readonly privateKey: PrivateJwk } | undefined {
  const file = keyObject(input)
  if (file === undefined || !('key_id' in file || 'private_key' in file)) return undefined
  const { key_id: keyId, private_key: privateKey } = file
  if (typeof keyId !== 'string') throw notAsDownloaded('The key file has no key_id.')
  if (!isRecord(privateKey) || typeof privateKey['kty'] !== 'string') {
    throw notAsDownloaded('The key file has no private_key in JWK form.')
  }
  return { keyId, privateKey: { ...privateKey, kty: privateKey['kty'] } }
}

function notAsDownloaded(message: string): CredentialError {
  return new CredentialError('key_file_invalid', message, 'Download the key file again; do not edit it.')
}
