/**
 * Every value `error.code` can take. The set is closed: adding one is a change of the public surface.
 *
 * The name says what went wrong, the error class says which kind of reaction fits (see each class).
 */
export const ERROR_CODES = [
  'option_unknown',
  'option_invalid',
  'environment_unknown',
  'url_missing',
  'url_insecure',
  'origin_refused',
  'credential_missing',
  'secret_missing',
  'key_file_invalid',
  'key_malformed',
  'key_curve_wrong',
  'request_invalid',
  'path_parameter_refused',
  'authentication_failed',
  'token_claim_missing',
  'clock_skewed',
  'permission_denied',
  'not_found',
  'conflict',
  'rejected',
  'rate_limited',
  'server_failed',
  'connection_failed',
  'timed_out',
  'aborted',
  'response_undecodable',
  'response_empty',
  'response_breaks_contract',
  'response_too_large',
  'redirect_refused',
  'outcome_unknown',
  'version_sunset',
  'decimal_invalid',
  'buffer_overflowed',
  'session_closed',
] as const

/** A value of `TrueMarketsError.code`. */
export type ErrorCode = (typeof ERROR_CODES)[number]
