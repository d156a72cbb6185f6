/**
 * The one clock of the sandbox: it runs at the pace of real time, can be set and can be held still, so that a token expires,
 * a quote goes stale and a version passes its sunset inside a test. Timers are not bent with it: they belong to the scheduler.
 */
export class SandboxClock {
  readonly #realNow: () => number
  #offsetMs = 0
  #heldAtMs: number | undefined

  /** @param realNow milliseconds since the epoch; a test may pass a frozen one. */
  constructor(realNow: () => number = Date.now) {
    this.#realNow = realNow
  }

  /** Unix milliseconds. */
  now(): number {
    return this.#heldAtMs ?? this.#realNow() + this.#offsetMs
  }

  /** Whole Unix seconds, as signatures count them. */
  seconds(): number {
    return Math.floor(this.now() / 1000)
  }

  /** Unix nanoseconds, as the exchange counts them. */
  nanos(): bigint {
    return BigInt(Math.floor(this.now())) * 1_000_000n
  }

  /** RFC 3339 in UTC with milliseconds. */
  iso(offsetMs = 0): string {
    return new Date(this.now() + offsetMs).toISOString()
  }

  /**
   * From now on the clock goes on from this instant (Unix milliseconds), or stands at it while it is held. Throws a
   * `RangeError` outside 1970 to 9999.
   */
  set(instantMs: number): void {
    if (!(instantMs >= 0 && instantMs <= LAST_INSTANT_MS)) {
      throw new RangeError(`The clock can be set between 1970 and 9999, not to ${instantMs} ms.`)
    }
    this.#offsetMs = instantMs - this.#realNow()
    if (this.#heldAtMs !== undefined) this.#heldAtMs = instantMs
  }

  /** Stands still until `reset`; `set` and `advance` still move it. */
  hold(): void {
    this.#heldAtMs = this.now()
  }

  /** Moves the clock on, or back when negative. Throws as `set` does. */
  advance(milliseconds: number): void {
    this.set(this.now() + milliseconds)
  }

  /** Back to real time, and running. */
  reset(): void {
    this.#offsetMs = 0
    this.#heldAtMs = undefined
  }
}

const LAST_INSTANT_MS = Date.UTC(9999, 11, 31)
