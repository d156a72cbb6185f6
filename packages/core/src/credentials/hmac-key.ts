import { CredentialError } from '../errors/credential-error.ts'
import { checkOptions } from '../options.ts'
import { isSecret, type SecretText } from '../secret.ts'
import type { HmacKey } from '../signing/hmac-key.ts'
import { importHmacSecret } from '../signing/hmac-secret.ts'
import { processVariables } from '../variables.ts'

/** CeFi credentials as issued at onboarding. */
export interface HmacKeyOptions {
  /** `organization_id`. */
  readonly organizationId: string
  /** `key_id`. */
  readonly keyId: string
  /** The HMAC secret, as text; it is not decoded even when it looks like base64. */
  readonly secret: string | SecretText
  /** CeFi client id, sent by the older header family. Default: `"0"` is sent there. */
  readonly clientId?: string
}

/** Imported CeFi credentials. The secret cannot be read back. */
export interface HmacCredential {
  /** Tells it from other credentials. */
  readonly kind: 'hmacKey'
  /** The organization the key belongs to. */
  readonly organizationId: string
  /** The id of the key; no secret. */
  readonly keyId: string
  /** The CeFi client that the older headers name as the user; undefined for none. */
  readonly clientId: string | undefined
  /** The imported secret, for the `signCefi…` functions. */
  readonly signingKey: HmacKey
}

/**
 * Reads CeFi HMAC credentials once.
 *
 * @throws {CredentialError} `credential_missing` or `secret_missing`, naming the part that is missing or cannot be as issued;
 * {@link ConfigurationError} for an option that does not exist.
 * @example
 * ```ts
 * const key = hmacKey({ organizationId: 'org-1', keyId: 'key-1', secret: process.env.TRUEX_KEY_SECRET ?? '' })
 * ```
 */
export function hmacKey(options: HmacKeyOptions): HmacCredential {
  checkOptions(options, ['organizationId', 'keyId', 'secret', 'clientId'], 'hmacKey')
  const { organizationId, keyId, secret, clientId } = options
  requireText(organizationId, 'organizationId', 'TRUEX_ORGANIZATION_ID')
  requireText(keyId, 'keyId', 'TRUEX_KEY_ID')
  if (clientId !== undefined) requireText(clientId, 'clientId')
  if (typeof secret !== 'string' && !isSecret(secret)) {
    throw new CredentialError('secret_missing', 'hmacKey has no secret.', 'Pass secret, or set TRUEX_KEY_SECRET.')
  }
  // It would sign, and every signature would be refused.
  if (/^\s|\s$/.test(typeof secret === 'string' ? secret : secret.reveal())) {
    throw new CredentialError(
      'secret_missing',
      'The secret of hmacKey begins or ends with white space.',
      'Pass it as issued; a file often ends with a line break.',
    )
  }
  return { kind: 'hmacKey', organizationId, keyId, clientId, signingKey: importHmacSecret(secret) }
}

/**
 * Reads CeFi HMAC credentials from `TRUEX_ORGANIZATION_ID`, `TRUEX_KEY_ID` and `TRUEX_KEY_SECRET`.
 *
 * @param variables Where they are looked up. Default: `process.env` where there is one.
 * @throws {CredentialError} `credential_missing`, naming the variables that are not set; for what is set, as {@link hmacKey}.
 * @example
 * ```ts
 * hmacKeyFromEnvironment({})
 * // CredentialError: Not set: TRUEX_ORGANIZATION_ID, TRUEX_KEY_ID, TRUEX_KEY_SECRET. Set them, or pass auth: hmacKey({ ... }).
 * ```
 */
export function hmacKeyFromEnvironment(
  variables: Readonly<Record<string, string | undefined>> = processVariables(),
): HmacCredential {
  const names = ['TRUEX_ORGANIZATION_ID', 'TRUEX_KEY_ID', 'TRUEX_KEY_SECRET'] as const
  const missing = names.filter((name) => (variables[name] ?? '') === '')
  if (missing.length > 0) {
    throw new CredentialError(
      'credential_missing',
      `Not set: ${missing.join(', ')}.`,
      'Set them, or pass auth: hmacKey({ ... }).',
    )
  }
  return hmacKey({
    organizationId: variables['TRUEX_ORGANIZATION_ID'] ?? '',
    keyId: variables['TRUEX_KEY_ID'] ?? '',
    secret: variables['TRUEX_KEY_SECRET'] ?? '',
  })
}

/** Requires a value that can go into a header; fetch would refuse others later, in words that quote them. */
function requireText(value: unknown, name: string, variable?: string): void {
  const given = typeof value === 'string' && value !== ''
  if (given && /^[\x21-\x7e]+$/.test(value)) return
  throw new CredentialError(
    'credential_missing',
    given ? `The ${name} of hmacKey cannot go into a header.` : `hmacKey has no ${name}.`,
    `Pass ${name} as issued${variable === undefined ? '' : `, or set ${variable}`}.`,
  )
}
