import {
  type ApiKey,
  AuthenticationError,
  OutcomeUnknownError,
  RateLimitError,
  type Runtime,
  type ServerClock,
  TrueMarketsError,
  timeOf,
  unixSeconds,
} from '@truemarkets/core'
import type { AuthOperations, TokenResponse } from './generated/types.ts'

/** What an exchange works with. */
export interface ExchangeTools {
  readonly operations: Pick<AuthOperations, 'exchangeApiKeyToken'>
  readonly clock: ServerClock
  readonly runtime: Runtime
}

/** Most challenges signed for one exchange, the first included. */
const ATTEMPTS = 3
/** Upper bound of the wait after the first failure, in milliseconds; it doubles. */
const BASE_DELAY_MS = 200
/** A wait that the server asks for and that is longer than this is the caller's to decide about. */
const LONGEST_WAIT_MS = 10_000
/** The server refuses a challenge signed further than this from its own clock (Auth, token exchange). */
const WINDOW_MS = 30_000

/**
 * Trades the key for a token pair. Every attempt signs a challenge of its own, by the server's estimated clock: a body that
 * was sent is never sent again.
 *
 * An exchange moves nothing, so it is repeated after a lost answer, a 5xx or a 429, no sooner than that asks for; and after
 * a 401 whose `Date` shows that our clock was outside the window.
 */
export async function exchangeKey(key: ApiKey, tools: ExchangeTools): Promise<TokenResponse> {
  const { operations, clock, runtime } = tools
  const signed = new Set<number>()
  for (let attempt = 1; ; attempt += 1) {
    const offsetMs = clock.offsetMs()
    let timestamp = unixSeconds(clock.now())
    // Another challenge in the same second, where the signature may be the same too; far inside the window of the server.
    while (signed.has(timestamp)) timestamp += 1
    signed.add(timestamp)
    try {
      return await operations.exchangeApiKeyToken({
        body: { key_id: key.keyId, timestamp, signature: key.signChallenge(timestamp) },
      })
    } catch (thrown) {
      const error = known(thrown)
      const corrected = error instanceof AuthenticationError && Math.abs(clock.offsetMs() - offsetMs) > WINDOW_MS
      if (attempt >= ATTEMPTS || !(corrected || mayPass(error))) throw error
      const askedMs = error instanceof RateLimitError ? (error.retryAfterMs ?? 0) : 0
      if (askedMs > LONGEST_WAIT_MS) throw error
      if (!corrected)
        await timeOf(runtime).sleep(Math.max(askedMs, runtime.random() * BASE_DELAY_MS * 2 ** (attempt - 1)))
    }
  }
}

/** What kept the answer away. That a token may have been issued unseen matters to nobody, and would read as a lost order. */
function known(error: unknown): unknown {
  return error instanceof OutcomeUnknownError ? error.cause : error
}

function mayPass(error: unknown): boolean {
  return error instanceof TrueMarketsError && error.retryable
}
