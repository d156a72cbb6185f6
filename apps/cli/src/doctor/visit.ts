import {
  type ClientEvent,
  createServerClock,
  type EnvironmentUrls,
  type ServerClock,
  systemRuntime,
  type TransportOptions,
} from '@truemarkets/core'
import { readOnly } from './read-only.ts'

/** One API being looked at: what its client is made with, and what its answers showed by the way. */
export interface Visit {
  readonly options: TransportOptions & { readonly environment: EnvironmentUrls }
  /** Deprecations and sunsets that answers announced. */
  readonly events: readonly ClientEvent[]
  /** The server's clock minus this one's in milliseconds, as far as answers prove it; undefined without a `Date`. */
  readonly offsetMs: () => number | undefined
  /** Whether there was any answer. */
  readonly isAnswered: () => boolean
}

/**
 * Prepares a look at one API: single attempts, reads only.
 *
 * @param timeoutMs How long an answer may take.
 */
export function beginVisit(
  environment: EnvironmentUrls,
  { fetch, timeoutMs }: { readonly fetch: typeof globalThis.fetch; readonly timeoutMs: number },
): Visit {
  const events: ClientEvent[] = []
  const learned = createServerClock(systemRuntime)
  let hasDate = false
  let isAnswered = false
  const send = readOnly(fetch)
  const clock: ServerClock = {
    ...learned,
    observe(date, ...rest) {
      hasDate ||= date !== null
      learned.observe(date, ...rest)
    },
  }
  return {
    options: {
      environment,
      fetch: async (input, init) => {
        const answer = await send(input, init)
        isAnswered = true
        return answer
      },
      timeoutMs,
      retry: false,
      clock,
      onEvent: (event) => events.push(event),
    },
    events,
    offsetMs: () => (hasDate ? learned.offsetMs() : undefined),
    isAnswered: () => isAnswered,
  }
}
