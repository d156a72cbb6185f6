import {
  ConfigurationError,
  checkAuth,
  checkBaseUrl,
  checkChoice,
  checkKinds,
  checkOptions,
  type EnvironmentName,
  type EnvironmentUrls,
  environmentUrl,
  type HmacCredential,
  type OptionKind,
  type Runtime,
  resolveEnvironment,
  systemRuntime,
} from '@truemarkets/core'
import { type BackoffOptions, resolveBackoff } from './connection/backoff.ts'
import type { Driver } from './driver/driver.ts'
import type { KnownSymbols } from './items.ts'
import { atLeast, count, duration } from './limits.ts'
import type { FirstUpdate } from './session/sequence.ts'
import { type BufferOptions, defaultBuffer, resolveBuffer } from './subscription/buffer.ts'

/** Options of {@link createCefiWsClient}. */
export interface CefiWsClientOptions {
  /** Where to connect. Default: `TM_ENV`. */
  readonly environment?: EnvironmentName | EnvironmentUrls | undefined
  /** The URL of the socket, in place of an environment. WSS, or WS to loopback. */
  readonly url?: string | undefined
  /** Credentials. Default: none; then every request is a `*_NO_AUTH` one, and DROPCOPY is out of reach. */
  readonly auth?: HmacCredential | undefined
  /** The path that is signed. Default: the path of the URL (question `W2`). */
  readonly signedPath?: string | undefined
  /**
   * The server's clock minus this machine's, in milliseconds: negative where this machine runs ahead, whose requests would be
   * refused. It is what the `clock.offsetMs()` of a REST client has learned, and what NTP calls an offset. Default: 0.
   */
  readonly clockOffsetMs?: number | undefined
  /** How long a socket may take to open, in milliseconds. Default: 10 000. */
  readonly connectTimeoutMs?: number | undefined
  /** How long a confirmation may take, in milliseconds. Default: 10 000. */
  readonly requestTimeoutMs?: number | undefined
  /** Time between protocol pings, where the platform has them. Default: 20 000. */
  readonly pingIntervalMs?: number | undefined
  /** Longest silence after a ping. Default: half of `pingIntervalMs`, so a dead socket is found within 1.5 intervals. */
  readonly pongTimeoutMs?: number | undefined
  /** Longest silence where there are no pings. Default: any length. */
  readonly idleTimeoutMs?: number | undefined
  /** Waits between connections. Default: full jitter under 1 s doubling to 30 s, anew after a stable minute. */
  readonly backoff?: Partial<BackoffOptions> | undefined
  /**
   * Leave a connection at this age, in milliseconds, and open the next one first, so that nothing is missed. Default: keep it.
   * For the time of the change there are two connections from this address.
   */
  readonly rotateAfterMs?: number | undefined
  /**
   * What follows a gap in an authenticated feed, beside the event: nothing, a fresh DEPTH snapshot, or a new connection.
   * Default: `resync`.
   */
  readonly onGap?: 'event' | 'resync' | 'reconnect' | undefined
  /** What a sequence number counts (question `W7`). Default: `channel`. */
  readonly seqnumScope?: 'channel' | 'channel-item' | undefined
  /**
   * The number of the first update after a snapshot: the snapshot's own, the next one, or either (question `W7`).
   * Under `either`, until a server has been seen to repeat the number, the loss of that very update cannot be detected.
   * Default: `either`.
   */
  readonly firstUpdate?: FirstUpdate | undefined
  /**
   * When a snapshot without SNAPSHOT_COMPLETE or an update counts as whole, and how long a snapshot may be missing while updates
   * come, in milliseconds. EBBO and TRADE wait as long for the name of their instrument. The time in which a slow consumer keeps the
   * socket from being read does not count. Default: 2000.
   */
  readonly snapshotCompleteTimeoutMs?: number | undefined
  /**
   * The symbols that there are, as `listInstruments` of the REST client names them: any other is refused before anything is
   * sent. Looked up at each subscription, so a set that grows is followed. Default: any, and the server decides.
   */
  readonly symbols?: KnownSymbols | undefined
  /** Subscribe INSTRUMENT beside EBBO and TRADE, whose messages name instruments by id only. Default: true. */
  readonly resolveSymbols?: boolean | undefined
  /** Most items in one request. Default: 50. */
  readonly maxItemsPerRequest?: number | undefined
  /** Longest frame that is accepted, in bytes. Default: 16 MiB. */
  readonly maxFrameBytes?: number | undefined
  /**
   * `envelope` checks only what identifies a message. `contract` also checks each message against the contract and reports
   * what breaks it as a `violation` event, without holding it back. Default: `envelope`.
   */
  readonly validate?: 'envelope' | 'contract' | undefined
  /** Buffer of each subscription. Default: 8192 messages, policy `error`. */
  readonly buffer?: Partial<BufferOptions> | undefined
  /** Closes the client when aborted. Default: none. */
  readonly signal?: AbortSignal | undefined
  /** What opens sockets. Default: `ws` on Node, the built-in `WebSocket` elsewhere. */
  readonly driver?: Driver | undefined
  /**
   * Time, timers and randomness, as the other clients take them. Waits are measured with its timers, so a jump of the wall clock does
   * not touch them; that dates the requests, and shows that the program did not run for a while. Default: the system's.
   */
  readonly runtime?: Runtime | undefined
}

/** Options that have no default. */
type Unset = 'auth' | 'idleTimeoutMs' | 'rotateAfterMs' | 'symbols' | 'signal'

/** Options with every default filled in and checked. */
export type Settings = Pick<CefiWsClientOptions, Unset> & {
  readonly [Name in Exclude<keyof CefiWsClientOptions, Unset | 'environment'>]-?: NonNullable<CefiWsClientOptions[Name]>
} & { readonly backoff: BackoffOptions; readonly buffer: BufferOptions }

const NAMES: { readonly [name in keyof Required<CefiWsClientOptions>]: true } = {
  environment: true,
  url: true,
  auth: true,
  signedPath: true,
  clockOffsetMs: true,
  connectTimeoutMs: true,
  requestTimeoutMs: true,
  pingIntervalMs: true,
  pongTimeoutMs: true,
  idleTimeoutMs: true,
  backoff: true,
  rotateAfterMs: true,
  onGap: true,
  seqnumScope: true,
  firstUpdate: true,
  snapshotCompleteTimeoutMs: true,
  symbols: true,
  resolveSymbols: true,
  maxItemsPerRequest: true,
  maxFrameBytes: true,
  validate: true,
  buffer: true,
  signal: true,
  driver: true,
  runtime: true,
}

const CHOICES = {
  onGap: ['event', 'resync', 'reconnect'],
  seqnumScope: ['channel', 'channel-item'],
  firstUpdate: ['same', 'next', 'either'],
  validate: ['envelope', 'contract'],
} as const satisfies { readonly [name in keyof CefiWsClientOptions]?: readonly string[] }

const KINDS: { readonly [name in keyof CefiWsClientOptions]?: OptionKind } = {
  symbols: 'set',
  resolveSymbols: 'boolean',
  signal: 'signal',
  driver: 'function',
  runtime: ['wallMs', 'monotonicMs', 'random', 'after'],
}

/**
 * Checks options and fills in the defaults.
 *
 * @throws {ConfigurationError} For an unknown option, a URL that is not a socket's, or a number out of range.
 */
export function resolveOptions(options: CefiWsClientOptions, platformDriver: Driver): Settings {
  checkOptions(options, Object.keys(NAMES), 'createCefiWsClient')
  checkAuth(options.auth, ['hmacKey'])
  for (const [name, choices] of Object.entries(CHOICES)) {
    checkChoice(name, options[name as keyof typeof CHOICES], choices)
  }
  checkKinds(options, KINDS)
  const url = resolveUrl(options)
  const pingIntervalMs = duration(1, options.pingIntervalMs ?? 20_000, 'pingIntervalMs')
  return {
    url,
    auth: options.auth,
    signedPath: options.signedPath ?? new URL(url).pathname,
    clockOffsetMs: atLeast(-Number.MAX_VALUE, options.clockOffsetMs ?? 0, 'clockOffsetMs'),
    connectTimeoutMs: duration(1, options.connectTimeoutMs ?? 10_000, 'connectTimeoutMs'),
    requestTimeoutMs: duration(1, options.requestTimeoutMs ?? 10_000, 'requestTimeoutMs'),
    pingIntervalMs,
    pongTimeoutMs: duration(1, options.pongTimeoutMs ?? pingIntervalMs / 2, 'pongTimeoutMs'),
    idleTimeoutMs: optional(options.idleTimeoutMs, 'idleTimeoutMs'),
    backoff: resolveBackoff(options.backoff),
    rotateAfterMs: optional(options.rotateAfterMs, 'rotateAfterMs'),
    onGap: options.onGap ?? 'resync',
    seqnumScope: options.seqnumScope ?? 'channel',
    firstUpdate: options.firstUpdate ?? 'either',
    snapshotCompleteTimeoutMs: duration(0, options.snapshotCompleteTimeoutMs ?? 2000, 'snapshotCompleteTimeoutMs'),
    symbols: options.symbols,
    resolveSymbols: options.resolveSymbols ?? true,
    maxItemsPerRequest: count(options.maxItemsPerRequest ?? 50, 'maxItemsPerRequest'),
    maxFrameBytes: count(options.maxFrameBytes ?? 16 * 1024 * 1024, 'maxFrameBytes'),
    validate: options.validate ?? 'envelope',
    buffer: resolveBuffer(options.buffer, defaultBuffer),
    signal: options.signal,
    driver: options.driver ?? platformDriver,
    runtime: options.runtime ?? systemRuntime,
  }
}

function optional(value: number | undefined, option: string): number | undefined {
  return value === undefined ? undefined : duration(1, value, option)
}

function resolveUrl({ url, environment }: CefiWsClientOptions): string {
  if (url !== undefined && environment !== undefined) {
    throw new ConfigurationError('option_invalid', 'Both url and environment are given.', 'Pass one of them.')
  }
  const found = url === undefined ? environmentUrl(resolveEnvironment(environment), 'cefiWs') : checkBaseUrl(url, 'url')
  if (new URL(found).protocol.startsWith('ws')) return found
  throw new ConfigurationError(
    'option_invalid',
    'The URL is not a WebSocket URL.',
    'Write it with wss://, or with ws:// on loopback.',
  )
}
