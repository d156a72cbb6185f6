import {
  AuthenticationError,
  ConfigurationError,
  checkKinds,
  checkOptions,
  DecodeError,
  isRecord,
  type OptionKind,
  type Runtime,
  readTokenClaims,
  systemRuntime,
} from '@truemarkets/core'
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import type { AuthOperations, JsonWebKey } from './generated/types.ts'

/** Options of {@link createTokenVerifier}. */
export interface TokenVerifierOptions {
  /** Seconds by which `exp` and `nbf` may be missed. Default: 0. */
  readonly toleranceSeconds?: number | undefined
  /** How long fetched keys are used, in milliseconds. Default: 600 000. */
  readonly maxAgeMs?: number | undefined
  /** How long after fetching an unknown `kid` may cause the next fetch, in milliseconds. Default: 30 000. */
  readonly cooldownMs?: number | undefined
  /**
   * How much longer fetched keys are used while none can be fetched, in milliseconds. Default: 3 600 000, about the life of an
   * access token.
   */
  readonly staleIfErrorMs?: number | undefined
  /** Time, for tests. Default: the system's. */
  readonly runtime?: Pick<Runtime, 'wallMs' | 'monotonicMs'> | undefined
}

/** Claims of a verified access token. */
export interface TokenClaims extends JWTPayload {
  /** The CeFi client, once the account is onboarded there. */
  readonly client_id?: unknown
}

const KINDS: { readonly [name in keyof Required<TokenVerifierOptions>]: OptionKind } = {
  toleranceSeconds: 'count',
  maxAgeMs: 'count',
  cooldownMs: 'count',
  staleIfErrorMs: 'count',
  runtime: ['wallMs', 'monotonicMs'],
}

/** How long who has keys at hand waits for new ones, in milliseconds. */
const PATIENCE_MS = 5_000

interface Keys {
  readonly set: ReturnType<typeof createLocalJWKSet>
  readonly fetchedMs: number
}

/**
 * Makes a function that verifies access tokens locally: RS256 with the published keys, chosen by `kid`, and the time claims.
 *
 * Keys are fetched when first needed, kept, and fetched again when they are old or a token names a key that is not among them.
 * While that fails, old ones go on to be used for `staleIfErrorMs`.
 *
 * @param auth An auth client; its `getJwks` reads the host root or the service path, whichever answers.
 * @returns The claims of a good token, where a whole number beyond 2^53 comes as text; throws `AuthenticationError` for any other, and `DecodeError` for keys that cannot be used.
 * @throws {ConfigurationError} for an unknown option, one of another kind than it takes, or no auth client.
 * @example
 * ```ts
 * const verify = createTokenVerifier(createAuthClient({ environment: 'sandbox' }))
 * const { sub } = await verify(token)
 * ```
 */
export function createTokenVerifier(
  auth: Pick<AuthOperations, 'getJwks'>,
  options: TokenVerifierOptions = {},
): (token: string) => Promise<TokenClaims> {
  if (typeof auth?.getJwks !== 'function') {
    throw new ConfigurationError(
      'option_invalid',
      'createTokenVerifier was given nothing that has getJwks.',
      'Pass an auth client: createTokenVerifier(createAuthClient()).',
    )
  }
  checkOptions(options, Object.keys(KINDS), 'createTokenVerifier')
  checkKinds(options, KINDS)
  const { toleranceSeconds = 0, maxAgeMs = 600_000, cooldownMs = 30_000, staleIfErrorMs = 3_600_000 } = options
  const { runtime = systemRuntime } = options
  let held: Keys | undefined
  let flight: Promise<Keys> | undefined
  let failedMs = Number.NEGATIVE_INFINITY

  const ageOf = (ms: number): number => runtime.monotonicMs() - ms
  const fetchKeys = async (): Promise<Keys> => {
    const { keys } = await auth.getJwks({}, held && { deadlineMs: PATIENCE_MS })
    held = { set: keySet(keys), fetchedMs: runtime.monotonicMs() }
    return held
  }
  const keysYoungerThan = (ageMs: number): Keys | Promise<Keys> => {
    if (held !== undefined && ageOf(held.fetchedMs) < ageMs) return held
    flight ??= fetchKeys().finally(() => {
      flight = undefined
    })
    return flight
  }
  const currentKeys = async (): Promise<Keys> => {
    const kept = held !== undefined && ageOf(held.fetchedMs) < maxAgeMs + staleIfErrorMs ? held : undefined
    if (kept !== undefined && ageOf(failedMs) < cooldownMs) return kept
    try {
      return await keysYoungerThan(maxAgeMs)
    } catch (error) {
      if (kept === undefined) throw error
      failedMs = runtime.monotonicMs()
      return kept
    }
  }
  const check = async (token: string, { set }: Keys): Promise<TokenClaims> => {
    try {
      const { payload } = await jwtVerify<TokenClaims>(token, set, {
        algorithms: ['RS256'],
        clockTolerance: toleranceSeconds,
        currentDate: new Date(runtime.wallMs()),
        requiredClaims: ['exp'],
      })
      // jose reads an id of 17 digits as a number that is another; the claims of a token that it has verified are there.
      return readTokenClaims(token) ?? payload
    } catch (error) {
      // What is wrong with a token jose tells by errors of its own; what is wrong with a key, by one of them or as the runtime does.
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid)) throw error
      throw unusable(error)
    }
  }

  return async (token) => {
    try {
      try {
        return await check(token, await currentKeys())
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
        return await check(token, await keysYoungerThan(cooldownMs))
      }
    } catch (error) {
      throw error instanceof errors.JOSEError ? refused(error) : error
    }
  }
}

/**
 * The organization of an organization token. It is known as `tm.organization_id`, and not whether that is a member of the claim
 * `tm` or one claim of that name (question A13): both are read.
 *
 * @returns undefined for the token of a person.
 * @example
 * ```ts
 * organizationIdOf({ tm: { organization_id: 'org-1' } }) // 'org-1'
 * ```
 */
export function organizationIdOf(claims: TokenClaims): string | undefined {
  const { tm } = claims
  const found = (isRecord(tm) ? tm['organization_id'] : undefined) ?? claims['tm.organization_id']
  return typeof found === 'string' ? found : undefined
}

function keySet(keys: JsonWebKey[]): Keys['set'] {
  try {
    return createLocalJWKSet({ keys })
  } catch (error) {
    throw unusable(error)
  }
}

/** Of what is wrong with a key the token is not to blame. */
function unusable(cause: unknown): DecodeError {
  return new DecodeError('The published keys hold one that cannot be used.', {
    operation: 'getJwks',
    code: 'response_breaks_contract',
    cause,
  })
}

/** The error as ours. The cause is left out: it quotes the claims. */
function refused(error: errors.JOSEError): AuthenticationError {
  return new AuthenticationError(
    `The token was not accepted: ${error.message}.`,
    { fieldViolations: [], format: 'empty' },
    { nextStep: 'Get a new token; check that it comes from the environment whose keys verify it.' },
  )
}
