export { apiKey, TrueMarketsError, ValidationError } from '@truemarkets/core'
export type { AuthClientOptions } from './auth-options.ts'
export { type AuthClient, createAuthClient } from './create-auth-client.ts'
export { type GeneratedKey, generateKey } from './generate-key.ts'
export { operations as authOperations } from './generated/operations.ts'
export type { components as AuthComponents, paths as AuthPaths } from './generated/schema.ts'
export type {
  ApiKeyTokenRequest,
  AuthOperations,
  ErrorResponse,
  ExchangeApiKeyTokenParams,
  ExchangeApiKeyTokenResult,
  FieldViolation,
  GetHealthParams,
  GetHealthResult,
  GetJwksParams,
  GetJwksResult,
  HealthResponse,
  JsonWebKey,
  JwksResponse,
  RefreshTokenParams,
  RefreshTokenRequest,
  RefreshTokenResult,
  TokenResponse,
} from './generated/types.ts'
