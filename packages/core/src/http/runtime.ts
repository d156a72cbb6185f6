/** Time, timers and randomness, passed in so that tests can control them. */
export interface Runtime {
  /** Wall clock, milliseconds since the Unix epoch. May be wrong and may jump. */
  wallMs(): number
  /** Milliseconds that only ever grow. */
  monotonicMs(): number
  /** A number in [0, 1). */
  random(): number
  /** Runs `work` after `delayMs`; the result cancels it. */
  after(delayMs: number, work: () => void): () => void
}

/** Timers count in 31 bits and fire at once beyond that. */
const LONGEST_TIMER_MS = 2_147_483_647

/** The runtime's own clock, timers and randomness. */
export const systemRuntime: Runtime = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  random: () => Math.random(),
  after(delayMs, work) {
    const timer = setTimeout(work, Math.min(delayMs, LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
}
