import { readFileSync } from 'node:fs'
import { type ApiKey, apiKey, CredentialError } from '@truemarkets/core'

/**
 * Reads an API key from the key file that the console hands out.
 *
 * @param path Path of the file, `truemarkets-api-key-XXXXXXXX.json` as downloaded.
 * @throws {CredentialError} `key_file_invalid` when it cannot be read, and as {@link apiKey}.
 * @example
 * ```ts
 * const auth = createAuthClient({ environment: 'uat', auth: apiKeyFromFile('./truemarkets-api-key-0a1b2c3d.json') })
 * ```
 */
export function apiKeyFromFile(path: string): ApiKey {
  return apiKey(readText(path))
}

/**
 * Reads the API key whose path is in `TM_KEY_FILE`, the variable of the publisher's own SDKs.
 *
 * @param variables Where to look. Default: `process.env`.
 * @throws {CredentialError} `credential_missing` when the variable is not set, and as {@link apiKeyFromFile}.
 * @example
 * ```ts
 * const gateway = createGatewayClient({ auth: apiKeyFromEnvironment() }) // and TM_ENV
 * ```
 */
export function apiKeyFromEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): ApiKey {
  const path = variables['TM_KEY_FILE']
  if (path !== undefined && path !== '') return apiKeyFromFile(path)
  throw new CredentialError(
    'credential_missing',
    'TM_KEY_FILE is not set.',
    'Set TM_KEY_FILE to the path of the key file, or pass apiKeyFromFile(path).',
  )
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CredentialError(
      'key_file_invalid',
      `The key file ${path} could not be read.`,
      'Check the path and that this user may read the file.',
      { cause: error },
    )
  }
}
