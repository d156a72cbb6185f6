import { type ApiKey, apiKey, ConfigurationError, CredentialError, Secret } from '@truemarkets/core'
import type { Io } from '../io.ts'
import type { KeySource } from './es256.ts'
import type { SecretSource } from './hmac.ts'

/** Whole Unix seconds as text: as given, or now. */
export function timestampOf(given: string | undefined, io: Pick<Io, 'nowMs'>): string {
  return given ?? String(Math.floor(io.nowMs() / 1000))
}

/**
 * The HMAC secret, from a file or from `TRUEX_KEY_SECRET`. There is no option for the secret itself: other users of the
 * machine can read command lines.
 *
 * @throws {CredentialError} There is none, or it is empty.
 */
export function readSecret(file: string | undefined, io: Pick<Io, 'env' | 'readFile'>): SecretSource {
  // Editors end a file with a line break; a secret has none.
  const text = file === undefined ? (io.env['TRUEX_KEY_SECRET'] ?? '') : readText(file, io).replace(/\r?\n$/, '')
  const from = file === undefined ? 'from TRUEX_KEY_SECRET' : `from the file ${file}`
  if (text !== '') return { secret: new Secret(text), from }
  throw new CredentialError(
    'secret_missing',
    file === undefined ? 'TRUEX_KEY_SECRET is not set.' : `The file ${file} is empty.`,
    'Set TRUEX_KEY_SECRET, or pass --secret-file with the path of a file that holds the secret.',
  )
}

/**
 * The ES256 key, from a file or from the file that `TM_KEY_FILE` names.
 *
 * @throws {CredentialError} There is none, or it cannot be used.
 */
export function readKey(
  { keyFile, keyId }: { readonly keyFile?: string; readonly keyId?: string },
  io: Pick<Io, 'env' | 'readFile'>,
): KeySource {
  const path = keyFile ?? io.env['TM_KEY_FILE'] ?? ''
  if (path === '') {
    throw new CredentialError(
      'credential_missing',
      'No key file is named.',
      'Set TM_KEY_FILE, or pass --key-file with the path of the key file.',
    )
  }
  const key: ApiKey = apiKey(new Secret(readText(path, io)), keyId === undefined ? {} : { keyId })
  return { key, from: keyFile === undefined ? 'from the file in TM_KEY_FILE' : `from the file ${path}` }
}

/**
 * Text that is not secret, such as a body: from an option or from a file, byte for byte.
 *
 * @throws {ConfigurationError} The file cannot be read.
 */
export function readInput(text: string | undefined, file: string | undefined, io: Pick<Io, 'readFile'>): string {
  return file === undefined ? (text ?? '') : readText(file, io)
}

function readText(path: string, io: Pick<Io, 'readFile'>): string {
  try {
    return io.readFile(path).text
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      'option_invalid',
      `The file cannot be read: ${reason}`,
      'Check the path and that this user may read the file.',
    )
  }
}
