import {
  bearerAuthorizer,
  CredentialError,
  checkAuth,
  checkChoice,
  checkOptions,
  createOperations,
  createPipeline,
  createRaw,
  createTokenSource,
  environmentUrl,
  type RawClient,
  resolveEnvironment,
  type ServerClock,
  type Settlement,
  systemRuntime,
  type TokenSource,
} from '@truemarkets/core'
import { AUTH_OPTIONS, type AuthClientOptions } from './auth-options.ts'
import { exchangeKey } from './exchange-key.ts'
import { operations } from './generated/operations.ts'
import type { paths } from './generated/schema.ts'
import type { AuthOperations } from './generated/types.ts'
import { readJwksAtEither } from './jwks.ts'

/** A client of the Auth API. */
export interface AuthClient extends AuthOperations {
  /** Hands out a valid access token of the key and renews it; share it between the clients of one account. */
  readonly tokens: TokenSource
  /** The same API as a plain openapi-fetch client over the same pipeline. */
  readonly raw: RawClient<paths>
  /** The estimate of the server's clock that challenges are signed with. */
  readonly clock: ServerClock
}

/**
 * Makes a client of the Auth API: exchange, refresh, JWKS and health by name, and `tokens` that keeps an access token valid.
 *
 * @throws {ConfigurationError} for an unknown option or environment, or an insecure URL.
 * @example
 * ```ts
 * const auth = createAuthClient({ environment: 'sandbox', auth: apiKey(keyFile) })
 * const token = await auth.tokens.token()
 * ```
 */
export function createAuthClient(options: AuthClientOptions = {}): AuthClient {
  checkOptions(options, AUTH_OPTIONS, 'createAuthClient')
  const { environment, auth, validate, renewAheadMs } = options
  checkAuth(auth, ['apiKey'])
  checkChoice('validate', validate, ['off', 'request', 'all'])
  const runtime = options.runtime ?? systemRuntime
  const pipeline = createPipeline({
    ...options,
    baseUrl: environmentUrl(resolveEnvironment(environment), 'auth'),
    // Tokens are all the credentials that this client has.
    operations: operations satisfies Readonly<Record<string, { readonly auth: 'none' | 'bearer' }>>,
    // For what takes a token; the operations that give one take none.
    authorizer:
      auth &&
      bearerAuthorizer({
        token: (signal) => tokens.token(signal),
        invalidate: (token) => tokens.invalidate(token),
      }),
  })
  const named = createOperations<AuthOperations>(operations, {
    pipeline,
    validate,
    validators: async () => (await import('@truemarkets/auth/validators')).validators,
    // Nothing is documented about the body of a health check (question A2); one that is no object has nothing to tell.
    anyBody: ['getHealth'],
    settle: settlements,
  })
  const tools = { operations: named, clock: pipeline.clock, runtime }
  const tokens = createTokenSource({
    exchange: () => (auth === undefined ? Promise.reject(noKey()) : exchangeKey(auth, tools)),
    refresh: (refreshToken) => named.refreshToken({ body: { refresh_token: refreshToken } }),
    renewAheadMs,
    now: () => pipeline.clock.now(),
    runtime,
    logger: options.logger,
    onEvent: options.onEvent,
  })
  return {
    ...named,
    getJwks: readJwksAtEither((params, call) => named.getJwks(params, call), pipeline),
    tokens,
    raw: createRaw<paths>(pipeline, { operations, settle: settlements }),
    clock: pipeline.clock,
  }
}

/** Nothing needs to be settled: a pair that was issued unseen is left alone, and a new one comes of a challenge signed anew. */
const NEW_PAIR: Settlement = { query: 'tokens.token()', ids: {} }

const settlements = { exchangeApiKeyToken: () => NEW_PAIR, refreshToken: () => NEW_PAIR }

function noKey(): CredentialError {
  return new CredentialError(
    'credential_missing',
    'The auth client has no API key to exchange.',
    'Pass auth: apiKey(keyFile) to createAuthClient.',
  )
}
