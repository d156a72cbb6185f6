import type { Nanos } from './types.ts'

const PER_MILLISECOND = 1_000_000n

/** Nanoseconds from a millisecond clock: a counter makes each value new as long as the clock is not set back. */
export function createNanos(now: () => number): () => Nanos {
  let millisecond = Number.NaN
  let within = 0n
  return () => {
    const current = Math.floor(now())
    within = current === millisecond ? within + 1n : 0n
    millisecond = current
    return BigInt(current) * PER_MILLISECOND + within
  }
}
