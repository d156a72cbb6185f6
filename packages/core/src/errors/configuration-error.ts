import type { ErrorCode } from './codes.ts'
import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/** Codes a {@link ConfigurationError} can carry. */
export type ConfigurationErrorCode = Extract<
  ErrorCode,
  'option_unknown' | 'option_invalid' | 'environment_unknown' | 'url_missing' | 'url_insecure' | 'origin_refused'
>

/** The client was set up in a way it refuses to work with. Nothing was sent. */
export class ConfigurationError extends TrueMarketsError {
  override readonly name = 'ConfigurationError'

  constructor(code: ConfigurationErrorCode, message: string, nextStep: string, details: ErrorDetails = {}) {
    super(message, { ...details, code, nextStep })
  }
}
