/**
 * When and how long to wait before sending again.
 *
 * The wait before attempt n+1 is random between 0 and `min(maxDelayMs, baseDelayMs × 2^(n-1))` (full jitter), and never
 * shorter than what the server asked for.
 */
export interface RetryPolicy {
  /** Most sends of one call, the first included. Default: 4. */
  readonly attempts: number
  /** Upper bound of the first wait, in milliseconds. Default: 200. */
  readonly baseDelayMs: number
  /** Upper bound of every wait that the server did not ask for, in milliseconds. Default: 5 000. */
  readonly maxDelayMs: number
}

/** The policy of a client that sets none. */
export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, baseDelayMs: 200, maxDelayMs: 5_000 }

/** Statuses that say "not now" (CeFi REST and Gateway: 429 and 5xx seen; 408 documented; 425 by its definition). */
const RETRYABLE: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

/** Whether an answer with this status may be followed by another attempt, for operations that allow one. */
export function isRetryableStatus(status: number): boolean {
  return RETRYABLE.has(status)
}

/**
 * Full-jitter wait after the given attempt.
 *
 * @param attempt Number of the attempt that failed, from 1.
 * @param random A number in [0, 1).
 * @returns Milliseconds.
 */
export function backoffMs(attempt: number, policy: RetryPolicy, random: number): number {
  // Beyond that a power of two is infinite, and no time at all would be multiplied into no number.
  const doublings = Math.min(attempt - 1, 1023)
  return random * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** doublings)
}
