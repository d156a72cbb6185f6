import type { Clock, Timer } from '../clock.ts'

/** How often to look, in milliseconds. */
const TICK_MS = 1000

/**
 * Finds that the program did not run for a while: the machine slept, or the process was stopped or busy.
 *
 * Timers tell nothing of it: those of some systems stand still while the machine sleeps. The wall clock goes on, and a tick that finds
 * it further than it should be comes after a standstill. One that was merely set forward is taken for the same.
 */
export class Standstill {
  readonly #clock: Clock
  readonly #limitMs: number
  readonly #onOver: () => void
  #timer: Timer | undefined

  /** @param limitMs How long a standstill may be that is not told, in milliseconds; it is never less than a tick. */
  constructor(clock: Clock, limitMs: number, onOver: () => void) {
    this.#clock = clock
    this.#limitMs = Math.max(TICK_MS, limitMs)
    this.#onOver = onOver
  }

  /** Starts to look, or starts anew. */
  watch(): void {
    this.stop()
    const due = this.#clock.now() + TICK_MS
    this.#timer = this.#clock.after(TICK_MS, () => {
      const overdueMs = this.#clock.now() - due
      this.watch()
      if (overdueMs > this.#limitMs) this.#onOver()
    })
  }

  /** Leaves no timer. */
  stop(): void {
    this.#timer?.stop()
    this.#timer = undefined
  }
}
