import type { ErrorCode } from './codes.ts'
import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/** Codes a {@link CredentialError} can carry. */
export type CredentialErrorCode = Extract<
  ErrorCode,
  'credential_missing' | 'secret_missing' | 'key_file_invalid' | 'key_malformed' | 'key_curve_wrong'
>

/**
 * A key, secret or token is missing or cannot be used. Nothing was sent, and the message holds no part of it. `retryable` where
 * the source of a token failed and says so of its own failure, which is the `cause`.
 */
export class CredentialError extends TrueMarketsError {
  override readonly name = 'CredentialError'

  constructor(
    code: CredentialErrorCode,
    message: string,
    nextStep: string,
    details: ErrorDetails & { readonly retryable?: boolean } = {},
  ) {
    super(message, { ...details, code, nextStep })
  }
}
