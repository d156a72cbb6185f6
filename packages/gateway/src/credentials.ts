import { createAuthClient } from '@truemarkets/auth'
import { type Authorizer, bearerAuthorizer, type TokenSource } from '@truemarkets/core'
import type { Signer } from './flows/signer.ts'
import type { GatewayClientOptions } from './gateway-options.ts'

/** Where the access token comes from. */
export interface TokenGiver {
  readonly authorizer: Authorizer
  /** The tokens, to be shared; undefined for one that the caller looks after. */
  readonly tokens: TokenSource | undefined
}

/** Turns the `auth` option into an authorizer. An API key gets an auth client of its own, with the same transport. */
export function tokenGiver(options: GatewayClientOptions): TokenGiver | undefined {
  const { auth, signer: _signer, onBehalfOf: _onBehalfOf, ...shared } = options
  if (auth === undefined) return undefined
  if (!('kind' in auth)) return { authorizer: bearerAuthorizer(auth), tokens: auth }
  if (auth.kind === 'bearerToken') return { authorizer: bearerAuthorizer(auth), tokens: undefined }
  const { tokens } = createAuthClient({ ...shared, auth })
  return { authorizer: bearerAuthorizer(tokens), tokens }
}

/** The key that stamps: the given one, or the API key of a personal account. An organization's API key never does. */
export function signerOf(options: Pick<GatewayClientOptions, 'auth' | 'signer' | 'onBehalfOf'>): Signer | undefined {
  const { auth, signer, onBehalfOf } = options
  if (signer !== undefined) return signer
  return onBehalfOf === undefined && auth !== undefined && 'kind' in auth && auth.kind === 'apiKey' ? auth : undefined
}
