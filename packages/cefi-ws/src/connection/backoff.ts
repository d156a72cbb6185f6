import { checkOptions } from '@truemarkets/core'
import { duration } from '../limits.ts'

/** How long to wait before another connection is tried. */
export interface BackoffOptions {
  /** Ceiling of the first wait, in milliseconds. Default: 1000. */
  readonly minMs: number
  /** Greatest ceiling, in milliseconds. Default: 30 000. */
  readonly maxMs: number
  /** How long a connection must hold before the waits start again from `minMs`. Default: 60 000. */
  readonly stableMs: number
}

/** 1 s doubling to 30 s is what the publisher's own client does; the reset after a stable minute is ours. */
export const defaultBackoff: BackoffOptions = { minMs: 1000, maxMs: 30_000, stableMs: 60_000 }

/**
 * Checks the options and fills in the rest.
 *
 * @throws {ConfigurationError} For an unknown option, or a number out of range.
 */
export function resolveBackoff(options: Partial<BackoffOptions> = {}): BackoffOptions {
  checkOptions(options, ['minMs', 'maxMs', 'stableMs'], 'backoff')
  const { minMs, maxMs, stableMs } = defaultBackoff
  return {
    minMs: duration(0, options.minMs ?? minMs, 'backoff.minMs'),
    maxMs: duration(0, options.maxMs ?? maxMs, 'backoff.maxMs'),
    stableMs: duration(0, options.stableMs ?? stableMs, 'backoff.stableMs'),
  }
}

/**
 * Full jitter: anything from nothing to the ceiling, so that clients cut off together do not come back together.
 *
 * @param attempt 0 for the first wait.
 * @param random A number from 0 up to, not including, 1.
 */
export function backoffDelay(attempt: number, { minMs, maxMs }: BackoffOptions, random: number): number {
  // 2^31 ms is past every sensible ceiling; the bound keeps the power finite.
  const ceiling = Math.min(maxMs, minMs * 2 ** Math.min(attempt, 31))
  return Math.floor(ceiling * random)
}
