/** A timer that was started and can be stopped; stopping twice is harmless. */
export interface Timer {
  /** Takes back what has not run yet. */
  stop(): void
}

/** Time as the client sees it. Tests pass one that they move by hand. */
export interface Clock {
  /**
   * Wall-clock time in milliseconds since the Unix epoch. Used for the `timestamp` of requests, and to notice that the program did not
   * run for a while.
   */
  now(): number
  /** Runs `run` once, `delayMs` from now. Waits are measured with this, so a jump of the wall clock does not touch them. */
  after(delayMs: number, run: () => void): Timer
}

/** The clock and the timers of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const handle = setTimeout(run, delayMs)
    return { stop: () => clearTimeout(handle) }
  },
}
