import {
  type ApiKey,
  type EnvironmentName,
  type EnvironmentUrls,
  TRANSPORT_OPTIONS,
  type TransportOptions,
} from '@truemarkets/core'

/** Options of {@link createAuthClient}. */
export interface AuthClientOptions extends TransportOptions {
  /** Where to call: a name, or `{ auth: 'https://…' }`. Default: `TM_ENV`. */
  readonly environment?: EnvironmentName | EnvironmentUrls | undefined
  /** The API key that `tokens` exchanges; what takes a token is sent with one of it. Default: none; then everything but `tokens` works. */
  readonly auth?: ApiKey | undefined
  /** What is checked against the contract: nothing, requests, or requests and answers. Default: `request`. */
  readonly validate?: 'off' | 'request' | 'all' | undefined
  /** How long before its end a token is renewed in the background, in milliseconds, at most half its life. Default: 120 000. */
  readonly renewAheadMs?: number | undefined
}

/** Every option, so that a misspelt one is refused. */
export const AUTH_OPTIONS: readonly (keyof AuthClientOptions)[] = [
  'environment',
  'auth',
  'validate',
  'renewAheadMs',
  ...TRANSPORT_OPTIONS,
]
