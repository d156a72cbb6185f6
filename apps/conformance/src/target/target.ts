import type { Api, HttpApi } from '../api.ts'

/** A P-256 API key file, as the console downloads it. */
export type KeyFile = { key_id: string; private_key: { kty: string; crv: string; d: string; x?: string; y?: string } }

export type HmacCredentials = { organizationId: string; keyId: string; secret: string; clientId: string }

/** Where the cases are sent, and as whom. */
export type Target = {
  name: 'sandbox' | 'uat'
  urls: Record<Api, string>
  /** Path prefixes under which each API's operations are served; the first is the current one. */
  bases: Record<HttpApi, readonly string[]>
  /** Throws when it was not configured: a case says in `needs` what it takes. */
  keyFile(): KeyFile
  hmac(): HmacCredentials
  /** What only the sandbox offers: further credentials, a clock to set. Null elsewhere. */
  sandbox: SandboxExtras | null
  close(): Promise<void>
}

export type SandboxExtras = {
  /** A key the auth service has revoked. */
  revokedKeyFile: KeyFile
  /** A person without a CeFi client: the token has no `client_id`. */
  notOnboardedKeyFile: KeyFile
  organization: { keyFile: KeyFile; signerKeyFile: KeyFile; userId: string }
  /** A second trader, to trade against. */
  counterparty: HmacCredentials
}

export const bases: Target['bases'] = {
  // The key set is printed both at the host root and under the prefix.
  auth: ['/v1/auth', ''],
  gateway: ['/v1/gateway', '/v1/conductor'],
  'cefi-rest': ['/v1/cefi', '/api/v1'],
}
