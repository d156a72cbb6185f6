import { openChannel } from '#platform'
import { DecodeError } from '../errors/decode-error.ts'
import { type Runtime, systemRuntime } from '../http/runtime.ts'
import type { EventListener } from '../observe/events.ts'
import type { Logger } from '../observe/logger.ts'
import { createReporter } from '../observe/reporter.ts'
import { checkKinds, checkOptions, type OptionKind } from '../options.ts'
import { Secret } from '../secret.ts'
import { expiryMs } from './expiry.ts'
import { unlessAborted } from './unless-aborted.ts'

/** A token answer as the Auth API gives it. */
export interface TokenPair {
  /** The bearer token. */
  readonly access_token: string
  /** Absent for organization keys. */
  readonly refresh_token?: string | undefined
  /** RFC 3339 instant of expiry; numbers are accepted too. */
  readonly expires_in: unknown
}

/** What a token source is made of. The HTTP calls come in as functions. */
export interface TokenSourceOptions {
  /** Trades a fresh challenge for a pair. */
  readonly exchange: () => Promise<TokenPair>
  /** Trades a refresh token for a pair. Default: none, every renewal is an exchange. */
  readonly refresh?: ((refreshToken: string) => Promise<TokenPair>) | undefined
  /** How long before its end a token is renewed in the background, in milliseconds, at most half its life. Default: 120 000. */
  readonly renewAheadMs?: number | undefined
  /** How long before its end a token is no longer handed out, in milliseconds; less where it lives for seconds. Default: 5 000. */
  readonly spareMs?: number | undefined
  /** The server's time, in milliseconds. Default: the wall clock. */
  readonly now?: (() => number) | undefined
  /** Time, for tests. Default: the system's. */
  readonly runtime?: Runtime | undefined
  /** Receives a debug line of every `token` event. Default: none. */
  readonly logger?: Logger | undefined
  /** Receives `token` events. Default: none. */
  readonly onEvent?: EventListener | undefined
}

/** Hands out a valid access token and renews it. Holds no timer: renewal starts with the call that finds it due. */
export interface TokenSource {
  /**
   * The current access token. Waits only when there is none that is still good.
   *
   * @throws What `exchange` throws, to every caller that waits for it.
   */
  token(signal?: AbortSignal): Promise<string>
  /**
   * Drops a token that a server refused. A newer one is kept.
   *
   * @returns Whether the next `token()` gives a different one.
   */
  invalidate(token: string): boolean
}

const RENEW_AHEAD_MS = 120_000
const SPARE_MS = 5_000
/** With less than this left it may have ended on its way. */
const LEAST_SPARE_MS = 1_000
/** After a failed background renewal, how long until the next one is tried. */
const RETRY_AHEAD_MS = 10_000

const KINDS: { readonly [name in keyof Required<TokenSourceOptions>]: OptionKind } = {
  exchange: 'function',
  refresh: 'function',
  renewAheadMs: 'count',
  spareMs: 'count',
  now: 'function',
  runtime: ['wallMs', 'monotonicMs', 'random', 'after'],
  logger: ['debug', 'warn'],
  onEvent: 'function',
}

interface Held {
  readonly access: Secret
  /** Taken out when it is used, so that it is used once. */
  refresh: Secret | undefined
  readonly expiresMs: number
  /** The server's time minus the wall clock's when it was obtained. */
  readonly offsetMs: number
  /** From when on it is renewed in the background. */
  readonly renewMs: number
  /** From when on it is no longer handed out. */
  readonly spentMs: number
}

const channel = /* @__PURE__ */ openChannel('token')

/**
 * Makes a token source.
 *
 * One renewal runs at a time and everybody shares it, so that a loser can never overwrite a winner. A renewal uses the
 * refresh token once, and falls back to an exchange when there is none or when it fails.
 *
 * @throws {ConfigurationError} for an unknown option, or one of another kind than it takes.
 * @example
 * ```ts
 * const tokens = createTokenSource({ exchange: async () => ({ access_token: 'token-1', expires_in: 3600 }) })
 * const token = await tokens.token()
 * token // 'token-1'
 * ```
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  checkOptions(options, Object.keys(KINDS), 'createTokenSource')
  checkKinds(options, KINDS)
  const { renewAheadMs = RENEW_AHEAD_MS, spareMs = SPARE_MS, runtime = systemRuntime } = options
  const now = options.now ?? (() => runtime.wallMs())
  const report = createReporter(options.logger, options.onEvent)
  let held: Held | undefined
  let flight: Promise<Held> | undefined
  let notBeforeMs = Number.NEGATIVE_INFINITY

  const read = (pair: TokenPair): Held => {
    const nowMs = now()
    const expiresMs = expiryMs(pair.expires_in, nowMs)
    if (typeof pair.access_token !== 'string' || pair.access_token === '' || expiresMs === undefined) {
      throw new DecodeError('The token answer has no usable access_token and expires_in.', {})
    }
    const refresh = pair.refresh_token
    const lifeMs = Math.max(0, expiresMs - nowMs)
    return {
      access: new Secret(pair.access_token),
      refresh: typeof refresh === 'string' && refresh !== '' ? new Secret(refresh) : undefined,
      expiresMs,
      offsetMs: nowMs - runtime.wallMs(),
      // A token that lives shorter than either would else be renewed by every call.
      renewMs: expiresMs - Math.min(renewAheadMs, lifeMs / 2),
      spentMs: expiresMs - Math.min(spareMs, Math.max(LEAST_SPARE_MS, lifeMs / 4)),
    }
  }

  const obtain = async (): Promise<{ readonly next: Held; readonly action: 'exchanged' | 'refreshed' }> => {
    const refreshToken = held?.refresh
    if (held !== undefined) held.refresh = undefined
    if (refreshToken !== undefined && options.refresh !== undefined) {
      try {
        return { next: read(await options.refresh(refreshToken.reveal())), action: 'refreshed' }
      } catch {
        // Whatever the reason (used, revoked, lost answer), the key can still be exchanged, and its error is the one that counts.
      }
    }
    return { next: read(await options.exchange()), action: 'exchanged' }
  }

  const renew = (): Promise<Held> => {
    flight ??= channel
      .trace(
        obtain,
        () => ({ renewal: held !== undefined }),
        ({ action }) => ({ action }),
      )
      .then(
        ({ next, action }) => {
          held = next
          report?.({ type: 'token', action, expiresAt: new Date(next.expiresMs).toISOString() })
          return next
        },
        (error: unknown) => {
          notBeforeMs = runtime.monotonicMs() + RETRY_AHEAD_MS
          report?.({ type: 'token', action: 'failed', expiresAt: undefined })
          throw error
        },
      )
      .finally(() => {
        flight = undefined
      })
    return flight
  }

  const inBackground = (): void => {
    if (runtime.monotonicMs() < notBeforeMs) return
    // The failure was reported as an event; the token at hand is still good, and the next renewal may succeed.
    renew().catch(() => {})
  }

  return {
    async token(signal) {
      // A time that is learned from answers runs on the monotonic clock, which stands still while the machine sleeps; the
      // wall clock does not. Where they disagree, a token that is renewed too early costs a call, and one too late an order.
      const nowMs = Math.max(now(), runtime.wallMs() + (held?.offsetMs ?? 0))
      if (held !== undefined && nowMs < held.spentMs) {
        if (nowMs >= held.renewMs) inBackground()
        return held.access.reveal()
      }
      const renewed = signal === undefined ? await renew() : await unlessAborted(signal, renew)
      return renewed.access.reveal()
    },
    invalidate(token) {
      if (held === undefined) return true
      if (held.access.reveal() === token) held = { ...held, spentMs: Number.NEGATIVE_INFINITY }
      return true
    },
  }
}
