import type { EventListener } from '../observe/events.ts'
import type { Logger } from '../observe/logger.ts'
import type { ServerClock } from './clock.ts'
import type { RetryPolicy } from './retry.ts'
import type { Runtime } from './runtime.ts'
import type { Transport } from './transport.ts'

/** The options of a pipeline that every client hands through from its user. Each has a default. */
export interface TransportOptions {
  /** The last step. Default: the global `fetch`, looked up at each call. */
  readonly fetch?: Transport | undefined
  /** Limit on one attempt, answer included, in milliseconds. Default: 30 000. */
  readonly timeoutMs?: number | undefined
  /** Limit on a whole call, in milliseconds. Default: 90 000. */
  readonly deadlineMs?: number | undefined
  /** Changes to the retry policy, or `false` for single attempts. Default: {@link DEFAULT_RETRY}. */
  readonly retry?: Partial<RetryPolicy> | false | undefined
  /** Largest answer accepted, in bytes. Default: 16 MiB. */
  readonly maxResponseBytes?: number | undefined
  /** `User-Agent`. Default: `truemarkets-ts/<version>`; some edges refuse the default of the runtime. */
  readonly userAgent?: string | undefined
  /** Estimate of the server's clock, to share between clients of one host. Default: one of its own. */
  readonly clock?: ServerClock | undefined
  /** Time, timers and randomness, for tests. Default: the system's. */
  readonly runtime?: Runtime | undefined
  /** Receives debug and warning lines. Default: none. */
  readonly logger?: Logger | undefined
  /** Receives events. Default: none. */
  readonly onEvent?: EventListener | undefined
}

const NAMES: { readonly [name in keyof Required<TransportOptions>]: true } = {
  fetch: true,
  timeoutMs: true,
  deadlineMs: true,
  retry: true,
  maxResponseBytes: true,
  userAgent: true,
  clock: true,
  runtime: true,
  logger: true,
  onEvent: true,
}

/** Their names, by which a client finds a misspelt option. */
export const TRANSPORT_OPTIONS = /* @__PURE__ */ Object.keys(NAMES) as readonly (keyof TransportOptions)[]
