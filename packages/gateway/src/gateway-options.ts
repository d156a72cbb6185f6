import {
  type ApiKey,
  type BearerCredential,
  type EnvironmentName,
  type EnvironmentUrls,
  type TokenSource,
  TRANSPORT_OPTIONS,
  type TransportOptions,
} from '@truemarkets/core'
import type { Signer } from './flows/signer.ts'

/** Options of {@link createGatewayClient}. */
export interface GatewayClientOptions extends TransportOptions {
  /** Where to call: a name, or `{ auth: 'https://…', gateway: 'https://…' }`. Default: `TM_ENV`. */
  readonly environment?: EnvironmentName | EnvironmentUrls | undefined
  /**
   * Credentials: an API key to exchange for tokens, a token of your own, or the `tokens` of an auth client to share.
   * Default: none; then only `computeQuote` and `listAssets` can be called.
   */
  readonly auth?: ApiKey | BearerCredential | TokenSource | undefined
  /**
   * The key that stamps payloads. Default: the API key in `auth`, which is right for a personal account. A user whom an
   * organization acts for has a signer key of its own, which must be given.
   */
  readonly signer?: Signer | undefined
  /** User for whom an organization token acts, a UUID; sent as `TM-On-Behalf-Of`. Default: the owner of the token. */
  readonly onBehalfOf?: string | undefined
  /** What is checked against the contract: nothing, requests, or requests and answers. Default: `request`. */
  readonly validate?: 'off' | 'request' | 'all' | undefined
}

/** Every option, so that a misspelt one is refused. */
export const GATEWAY_OPTIONS: readonly (keyof GatewayClientOptions)[] = [
  'environment',
  'auth',
  'signer',
  'onBehalfOf',
  'validate',
  ...TRANSPORT_OPTIONS,
]
