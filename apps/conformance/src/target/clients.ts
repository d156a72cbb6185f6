import { type AuthClient, type AuthClientOptions, createAuthClient } from '@truemarkets/auth'
import { type CefiRestClient, type CefiRestClientOptions, createCefiRestClient } from '@truemarkets/cefi-rest'
import { type CefiWsClient, type CefiWsClientOptions, createCefiWsClient } from '@truemarkets/cefi-ws'
import { apiKey, hmacKey } from '@truemarkets/core'
import { createGatewayClient, type GatewayClient, type GatewayClientOptions } from '@truemarkets/gateway'
import { recordDriver } from '../record/driver.ts'
import { type Fetch, recordFetch } from '../record/fetch.ts'
import type { Recorder } from '../record/recorder.ts'
import { settingsFor } from './client-settings.ts'
import { apiOfUrl, type KeyFile, type Target } from './target.ts'

/**
 * Makers of recorded clients with the target's own credentials, set to how it answers the open questions; a case overrides what it
 * is about. Without options a case gets the same client each time, so that one token serves it to its end.
 */
export type Clients = {
  auth(options?: Partial<AuthClientOptions>): AuthClient
  gateway(options?: Partial<GatewayClientOptions>): GatewayClient
  /** A gateway client of another key. */
  gatewayAs(keyFile: KeyFile, options?: Partial<GatewayClientOptions>): GatewayClient
  cefiRest(options?: Partial<CefiRestClientOptions>): CefiRestClient
  cefiWs(options?: Partial<CefiWsClientOptions>): CefiWsClient
}

/** `without credentials` where the target has none configured: public operations must work without. */
export function createClients(target: Target, fetch: Fetch, recorder: Recorder): Clients {
  const environment = {
    auth: target.urls.auth,
    gateway: target.urls.gateway,
    cefiRest: target.urls['cefi-rest'],
    cefiWs: target.urls['cefi-ws'],
  }
  // One attempt each: a retry would hide the very answer that the audit is for.
  const common = {
    environment,
    fetch: recordFetch((url) => apiOfUrl(target.bases, url), fetch, recorder),
    retry: false as const,
  }
  const key = () => (target.has('apiKey') ? { auth: apiKey(target.keyFile()) } : {})
  const hmac = () => (target.has('hmacKey') ? { auth: hmacKey(target.hmac()) } : {})
  const driver = recordDriver(recorder, target)
  const settings = settingsFor(target.answers)
  return {
    auth: once((options?: Partial<AuthClientOptions>) => createAuthClient({ ...common, ...options })),
    gateway: once((options?: Partial<GatewayClientOptions>) =>
      createGatewayClient({ ...common, ...key(), ...options }),
    ),
    gatewayAs: (keyFile, options) => createGatewayClient({ ...common, auth: apiKey(keyFile), ...options }),
    cefiRest: once((options?: Partial<CefiRestClientOptions>) =>
      createCefiRestClient({ ...common, ...hmac(), ...settings.cefiRest, ...options }),
    ),
    cefiWs: (options) => {
      // A WebSocket client cannot learn the time of its service by itself.
      const clockOffsetMs = target.now('cefi-ws') - Date.now() + (options?.clockOffsetMs ?? 0)
      return createCefiWsClient({ environment, driver, ...hmac(), ...settings.cefiWs, ...options, clockOffsetMs })
    },
  }
}

/** The plain client is made once; one with options is made anew each time. */
function once<Options, Client>(make: (options?: Options) => Client): (options?: Options) => Client {
  let plain: Client | undefined
  return (options) => (options === undefined ? (plain ??= make()) : make(options))
}
