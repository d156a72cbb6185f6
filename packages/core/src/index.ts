export type { ClientMethod, FetchOptions, FetchResponse, Middleware } from 'openapi-fetch'
export { type ApiKey, apiKey } from './credentials/api-key.ts'
export { type BearerCredential, bearerAuthorizer, bearerToken } from './credentials/bearer-token.ts'
export { type AuthKind, checkAuth } from './credentials/check-auth.ts'
export { type HmacAuthorizerOptions, type HmacScheme, hmacAuthorizer } from './credentials/hmac-authorizer.ts'
export { type HmacCredential, type HmacKeyOptions, hmacKey, hmacKeyFromEnvironment } from './credentials/hmac-key.ts'
export { importSigningKey } from './credentials/import-signing-key.ts'
export type { KeyFile, KeyInput, PrivateJwk } from './credentials/key-input.ts'
export {
  type ApiName,
  checkBaseUrl,
  type Environment,
  type EnvironmentName,
  type EnvironmentUrls,
  environmentUrl,
  resolveEnvironment,
} from './environments.ts'
export { AbortedError } from './errors/aborted-error.ts'
export { AuthenticationError } from './errors/authentication-error.ts'
export { ClockSkewError } from './errors/clock-skew-error.ts'
export { ERROR_CODES, type ErrorCode } from './errors/codes.ts'
export { ConfigurationError, type ConfigurationErrorCode } from './errors/configuration-error.ts'
export { ConflictError } from './errors/conflict-error.ts'
export { ConnectionError, type FailurePhase } from './errors/connection-error.ts'
export { CredentialError, type CredentialErrorCode } from './errors/credential-error.ts'
export { DecimalError } from './errors/decimal-error.ts'
export { DecodeError } from './errors/decode-error.ts'
export { HttpError } from './errors/http-error.ts'
export { NotFoundError } from './errors/not-found-error.ts'
export { OutcomeUnknownError, type Settlement } from './errors/outcome-unknown-error.ts'
export { PermissionError } from './errors/permission-error.ts'
export type { Problem } from './errors/problem.ts'
export { RateLimitError } from './errors/rate-limit-error.ts'
export { RedirectError } from './errors/redirect-error.ts'
export { RejectedError } from './errors/rejected-error.ts'
export { ResponseTooLargeError } from './errors/response-too-large-error.ts'
export { ServerError } from './errors/server-error.ts'
export { SunsetError } from './errors/sunset-error.ts'
export { TimeoutError, type TimeoutScope } from './errors/timeout-error.ts'
export { type ErrorDetails, type ErrorParts, TrueMarketsError } from './errors/true-markets-error.ts'
export { ValidationError, type Violation } from './errors/validation-error.ts'
export type { Authorizer, SignableRequest } from './http/authorizer.ts'
export { createServerClock, type ServerClock } from './http/clock.ts'
export type { Call, CallLimits, Exchange } from './http/exchange.ts'
export { createPipeline, type Pipeline, type PipelineOptions } from './http/pipeline.ts'
export { DEFAULT_RETRY, type RetryPolicy } from './http/retry.ts'
export { type Runtime, systemRuntime } from './http/runtime.ts'
export { type Time, timeOf } from './http/time.ts'
export {
  type AnswerHeaders,
  NotSent,
  type Transport,
  type TransportAnswer,
  type TransportInit,
} from './http/transport.ts'
export { TRANSPORT_OPTIONS, type TransportOptions } from './http/transport-options.ts'
export type { VersionOptions } from './http/versioning.ts'
export { isRecord } from './json.ts'
export { add, ceil, compare, div, floor, mul, sub } from './numbers/decimal.ts'
export { dateToNanoseconds, nanoseconds, nanosecondsToDate } from './numbers/nanoseconds.ts'
export type { ClientEvent, EventListener } from './observe/events.ts'
export type { Logger } from './observe/logger.ts'
export { onAbort } from './on-abort.ts'
export { createOperations, type OperationsOptions } from './operations/create-operations.ts'
export { createRaw, type RawClient, type RawOptions } from './operations/create-raw.ts'
export type {
  CallOptions,
  HttpMethod,
  OperationArguments,
  OperationParams,
  OperationRow,
  OperationTable,
  PagedOperation,
  RetryClass,
} from './operations/operation.ts'
export { cursorPaging, offsetPaging, type Paging } from './operations/paging.ts'
export { checkChoice, checkKinds, checkOptions, nearest, type OptionKind, suggestion } from './options.ts'
export { type Follow, type Followed, follow, type Unsettled } from './polling/follow.ts'
export { checkPollOptions, type PollOptions, pollCallOptions } from './polling/options.ts'
export type { Polled } from './polling/poll.ts'
export { type CallContext, LightRequest, type LightRequestInit } from './request/light-request.ts'
export type { ValidateFunction, ValidatorFinding, Validators } from './request/validators.ts'
export type { DecodeTools, Lift } from './response/decode.ts'
export { Secret, type SecretText } from './secret.ts'
export {
  type CefiRestParts,
  type CefiWsParts,
  cefiRestCanonical,
  cefiRestLegacyCanonical,
  cefiWsCanonical,
  challengeCanonical,
  unixSeconds,
} from './signing/canonical.ts'
export { type HmacSecretInput, signCefiRest, signCefiRestLegacy, signCefiWs } from './signing/cefi.ts'
export { signChallenge } from './signing/challenge.ts'
export type { HmacKey } from './signing/hmac-key.ts'
export { importHmacSecret } from './signing/hmac-secret.ts'
export type { SigningKey } from './signing/signing-key.ts'
export { stampPayload } from './signing/stamp.ts'
export { snapshot } from './snapshot.ts'
export { readTokenClaims, requireClientId } from './tokens/claims.ts'
export { createTokenSource, type TokenPair, type TokenSource, type TokenSourceOptions } from './tokens/token-source.ts'
