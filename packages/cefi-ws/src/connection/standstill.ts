import type { Runtime } from '@truemarkets/core'

/** How often to look, in milliseconds. */
const TICK_MS = 1000

/**
 * Finds that the program did not run for a while: the machine slept, or the process was stopped or busy.
 *
 * Timers tell nothing of it: those of some systems stand still while the machine sleeps. The wall clock goes on, and a tick that finds
 * it further than it should be comes after a standstill. One that was merely set forward is taken for the same.
 *
 * A tick may be late by itself: a browser lets the timers of a tab in the background run once a minute. So whatever else shows that the
 * program runs counts like a tick. It also comes before one, when all that had waited is delivered at once.
 */
export class Standstill {
  readonly #runtime: Runtime
  readonly #limitMs: number
  readonly #onOver: () => void
  /** The program runs at this time at the latest, or has run then. */
  #dueMs = 0
  #stopTimer: (() => void) | undefined

  /** @param limitMs How long a standstill may be that is not told, in milliseconds; it is never less than a tick. */
  constructor(runtime: Runtime, limitMs: number, onOver: () => void) {
    this.#runtime = runtime
    this.#limitMs = Math.max(TICK_MS, limitMs)
    this.#onOver = onOver
  }

  /** Starts to look, or starts anew. */
  watch(): void {
    this.stop()
    this.#dueMs = this.#runtime.wallMs() + TICK_MS
    this.#stopTimer = this.#runtime.after(TICK_MS, () => {
      const isOver = this.#isOver()
      this.watch()
      if (isOver) this.#onOver()
    })
  }

  /** Must be called when something happens, before anything is made of it. */
  look(): void {
    if (this.#stopTimer !== undefined && this.#isOver()) this.#onOver()
  }

  /** Leaves no timer. */
  stop(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
  }

  #isOver(): boolean {
    const now = this.#runtime.wallMs()
    const overdueMs = now - this.#dueMs
    this.#dueMs = Math.max(this.#dueMs, now)
    return overdueMs > this.#limitMs
  }
}
