import {
  type BearerCredential,
  ConfigurationError,
  checkAuth,
  checkChoice,
  checkKinds,
  checkOptions,
  type EnvironmentName,
  type EnvironmentUrls,
  type HmacAuthorizerOptions,
  type HmacCredential,
  type HmacScheme,
  type TokenSource,
  TRANSPORT_OPTIONS,
  type TransportOptions,
} from '@truemarkets/core'
import type { SchemaVersion } from './generated/types.ts'
import { PATH_FAMILIES, type PathFamily } from './path-families.ts'
import { CURRENT_VERSION, SCHEMA_VERSIONS } from './schema-version.ts'

/** Options of `createCefiRestClient`. The R numbers are the open questions of `specs/cefi-rest/questions.yaml`. */
export interface CefiRestClientOptions extends TransportOptions {
  /** `production`, `uat`, `sandbox`, or `{ cefiRest: url }`. Default: the environment variable `TM_ENV`. */
  readonly environment?: EnvironmentName | EnvironmentUrls | undefined
  /**
   * `hmacKey({ ... })` for institutions; `bearerToken(…)` or a token source for retail users, whose token must hold a `client_id` claim.
   * Default: none, and operations that need credentials are refused before sending.
   */
  readonly auth?: HmacCredential | BearerCredential | TokenSource | undefined
  /** Sent as `X-Truex-Version` with every request. Default: `v2026_01_23`; the older one is past its sunset (R1). */
  readonly schemaVersion?: SchemaVersion | undefined
  /** Paths and prefix. Default: `v1-cefi`; the others are past their sunset (R1). */
  readonly pathFamily?: PathFamily | undefined
  /** HMAC header family. Default: `cefi-rest` with `v1-cefi`, else `cefi-rest-legacy`; never found out by trial (R3). */
  readonly hmacScheme?: HmacScheme | undefined
  /** Path that is signed: as sent, or without `/v1/cefi`. Default: `full` (R3). */
  readonly signedPath?: 'full' | 'without-prefix' | undefined
  /** Whether the query is signed too. Default: false (R3). */
  readonly signQuery?: boolean | undefined
  /** User header of `cefi-rest-legacy`; its value is the `clientId` of the key, `"0"` without one. Default: `userid` (R15). */
  readonly userIdHeader?: HmacAuthorizerOptions['userIdHeader'] | undefined
  /**
   * Query parameter that takes the cursor of the next page. Under a name that the server does not read, `iterate()` throws
   * `response_breaks_contract` after the first page. Default: `cursor` (R2).
   */
  readonly cursorParam?: string | undefined
  /** Whether the body of `createTransfer` is sent under `request` or flat. Either way it is passed under `request`. Default: `wrapped` (R11). */
  readonly transferBody?: 'wrapped' | 'flat' | undefined
  /**
   * The server's clock minus this machine's, in milliseconds, where it is known better than from `Date` headers: negative where
   * this machine runs ahead. It is what {@link ServerClock.offsetMs} gives, and what NTP calls an offset. Default: learned from
   * the answers.
   */
  readonly clockOffsetMs?: number | undefined
  /** Whether public operations get credentials too. Default: false (R22). */
  readonly authenticatePublic?: boolean | undefined
  /** What is checked against the contract: nothing, requests, or requests and answers. Default: `request`. */
  readonly validate?: 'off' | 'request' | 'all' | undefined
}

/** Every option of its own with its choices, held complete by its type. */
const KNOWN: Readonly<
  Record<Exclude<keyof CefiRestClientOptions, keyof TransportOptions>, readonly string[] | undefined>
> = {
  environment: undefined,
  auth: undefined,
  schemaVersion: SCHEMA_VERSIONS,
  pathFamily: Object.keys(PATH_FAMILIES),
  hmacScheme: ['cefi-rest', 'cefi-rest-legacy'],
  signedPath: ['full', 'without-prefix'],
  signQuery: undefined,
  userIdHeader: ['userid', 'user-id', 'both', 'none'],
  cursorParam: undefined,
  transferBody: ['wrapped', 'flat'],
  authenticatePublic: undefined,
  clockOffsetMs: undefined,
  validate: ['off', 'request', 'all'],
}

/** Every option, so that a misspelt one is refused. */
export const CEFI_REST_OPTIONS: readonly string[] = [...Object.keys(KNOWN), ...TRANSPORT_OPTIONS]

/** The options that decide how requests are written, defaults filled in. */
export interface WireSettings {
  readonly schemaVersion: SchemaVersion
  readonly pathFamily: PathFamily
  readonly cursorParam: string
  readonly transferBody: 'wrapped' | 'flat'
}

/**
 * Checks names and choices, and fills in the defaults.
 *
 * @throws {ConfigurationError} `option_unknown` or `option_invalid`, naming the option.
 */
export function wireSettings(options: CefiRestClientOptions): WireSettings {
  checkOptions(options, CEFI_REST_OPTIONS, 'createCefiRestClient')
  checkAuth(options.auth, ['hmacKey', 'bearerToken', 'tokens'])
  for (const [name, choices] of Object.entries(KNOWN)) {
    const value: unknown = options[name as keyof typeof KNOWN]
    if (choices !== undefined) checkChoice(name, value, choices)
  }
  checkKinds(options, { cursorParam: 'text', signQuery: 'boolean' })
  const { cursorParam = 'cursor', clock, clockOffsetMs } = options
  if (clockOffsetMs !== undefined && (clock !== undefined || !Number.isFinite(clockOffsetMs))) {
    throw new ConfigurationError(
      'option_invalid',
      'clockOffsetMs is no number, or stands beside clock.',
      'Pass either the offset in milliseconds or a clock.',
    )
  }
  return {
    cursorParam,
    schemaVersion: options.schemaVersion ?? CURRENT_VERSION,
    pathFamily: options.pathFamily ?? 'v1-cefi',
    transferBody: options.transferBody ?? 'wrapped',
  }
}
