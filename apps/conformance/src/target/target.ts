import type { Api, HttpApi } from '../api.ts'
import type { Need } from '../case/needs.ts'
import type { Fetch } from '../record/fetch.ts'
import type { WatchedDriver } from '../record/watched-driver.ts'
import type { KnownAnswers } from './client-settings.ts'

/** A P-256 API key file, as the console downloads it. */
export type KeyFile = { key_id: string; private_key: { kty: string; crv: string; d: string; x?: string; y?: string } }

export type HmacCredentials = { organizationId: string; keyId: string; secret: string; clientId: string }

/** Services that are not ours to break. */
export type LiveName = 'uat' | 'production'
export type TargetName = 'sandbox' | LiveName

/** Where the cases are sent, and as whom. */
export type Target = {
  name: TargetName
  urls: Record<Api, string>
  /** Addresses at which the WebSocket may be found (W1); the first is the one that the contract names. */
  socketAddresses: readonly string[]
  /** Path prefixes under which each API's operations are served; the first is the current one. */
  bases: Record<HttpApi, readonly string[]>
  /** The way to the target's HTTP APIs, below the recorder. */
  fetch: Fetch
  /** How sockets are opened, below the recorder. */
  driver: WatchedDriver
  /** The time of the service behind an API, in Unix milliseconds, as its answers tell it. */
  now(api: Api): number
  /** Throws for a socket address that the target does not own. */
  allowsSocket(url: string): void
  /** Stands between the socket and the recorder, one for each connection. */
  frames: () => FrameHop
  /** How it answers the open questions, where that is known: what a sandbox plays, and what a live service last told the probes. */
  answers: KnownAnswers
  /** Whether what a case needs is configured. */
  has(need: Need): boolean
  /** Throws when it was not configured: a case says in `needs` what it takes. */
  keyFile(): KeyFile
  /** An API key of an organization, where one is configured. */
  organizationKeyFile(): KeyFile | null
  hmac(): HmacCredentials
  /** What only the sandbox offers: further credentials, a clock to set. Null elsewhere. */
  sandbox: SandboxExtras | null
  /** Comes back when the target may be asked something new, as a live service takes only so many requests in a minute, or at a stop. */
  rest(stop?: AbortSignal): Promise<void>
  /** How often something may be read again while waiting for it to change, in milliseconds. */
  pollMs: number
  /** How many times longer than the sandbox it may take. */
  slowness: number
  /** What the target itself knows went wrong inside it; only the sandbox can tell. */
  defects(): string[]
  close(): Promise<void>
}

/** Nobody else's account, nobody else's money. */
export const isLive = (name: TargetName): name is LiveName => name !== 'sandbox'

/** Whose health tells of an API. The Gateway has none of its own, and what is seen on the WebSocket is caused over REST. */
export const healthOf = { auth: 'auth', gateway: 'auth', 'cefi-rest': 'cefi-rest', 'cefi-ws': 'cefi-rest' } as const

/** What may happen to text frames on their way; a target leaves them alone, a mutant does not. */
export type FrameHop = { sent(text: string): string; received(text: string): string[] }

export const untouched = (): FrameHop => ({ sent: (text) => text, received: (text) => [text] })

/** The other parties of the sandbox. */
export type SandboxParties = {
  /** A key the auth service has revoked. */
  revokedKeyFile: KeyFile
  /** A person without a CeFi client: the token has no `client_id`. */
  notOnboardedKeyFile: KeyFile
  organization: { organizationId: string; keyFile: KeyFile; signerKeyFile: KeyFile; userId: string }
  /** A second trader, to trade against. */
  counterparty: HmacCredentials
  /** The person whose key `keyFile` is: nobody an organization may act for. */
  personalUserId: string
}

/** What can be done to the sandbox itself. */
export type SandboxHandles = {
  /** Gives the gateway a budget of so many requests a minute; null takes it away. */
  limitRequests: (perMinute: number | null) => Promise<void>
  /** Moves the sandbox's clock on until the case ends; the case must be exclusive. */
  advanceClock: (milliseconds: number) => Promise<void>
  /** Holds the sandbox's clock still until it is reset, and tells where it stands, in Unix milliseconds; the case must be exclusive. */
  holdClock: () => Promise<number>
  resetClock: () => Promise<void>
  /** Keeps transfers, settlements and confirmations on chain from going on, or lets them go on; the case must be exclusive. */
  holdConfirmations: (hold: boolean) => Promise<void>
  /** What the health check of the exchange reports; nothing else changes with it. */
  setHealth: (status: 'healthy' | 'degraded') => Promise<void>
  /** Stops an instrument from trading, or lets it trade again. */
  setTrading: (symbol: string, isTrading: boolean) => Promise<void>
}

export type SandboxExtras = SandboxParties & SandboxHandles

/** The API whose contract covers a URL; `cefi-rest` and the WebSocket share a prefix, but only one of them is fetched. */
export function apiOfUrl(prefixes: Target['bases'], url: string): HttpApi {
  const { pathname } = new URL(url)
  const found = Object.entries(prefixes)
    .flatMap(([api, list]) => list.map((prefix) => ({ api, prefix })))
    .filter(({ prefix }) => pathname.startsWith(`${prefix}/`))
    .sort((a, b) => b.prefix.length - a.prefix.length)[0]
  if (found === undefined) throw new Error(`no API is served under ${pathname}`)
  return found.api as HttpApi
}

export const bases: Target['bases'] = {
  // The key set is printed both at the host root and under the prefix.
  auth: ['/v1/auth', ''],
  gateway: ['/v1/gateway', '/v1/conductor'],
  'cefi-rest': ['/v1/cefi', '/api/v1'],
}
