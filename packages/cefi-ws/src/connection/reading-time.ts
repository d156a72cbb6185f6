import type { Runtime } from '@truemarkets/core'

/** Calls back after a while, in milliseconds; the result takes that back. */
export type After = Runtime['after']

/**
 * Time in which a socket is read. What waits for a word of the other side, or concludes from its silence, counts this alone: while
 * nothing is read, the silence is ours.
 */
export class ReadingTime {
  readonly #runtime: Runtime
  /** How long the pauses took that are over. */
  #pausedMs = 0
  #pausedAtMs: number | undefined

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  get isPaused(): boolean {
    return this.#pausedAtMs !== undefined
  }

  pause(): void {
    this.#pausedAtMs ??= this.#runtime.monotonicMs()
  }

  resume(): void {
    this.#pausedMs = this.#missedMs
    this.#pausedAtMs = undefined
  }

  get #missedMs(): number {
    return this.#pausedMs + (this.#pausedAtMs === undefined ? 0 : this.#runtime.monotonicMs() - this.#pausedAtMs)
  }

  readonly after: After = (delayMs, run) => {
    let stop = (): void => {}
    const wait = (ms: number, leftMs: number): void => {
      const before = this.#missedMs
      stop = this.#runtime.after(ms, () => {
        const stillMs = leftMs - ms + this.#missedMs - before
        if (stillMs <= 0) return run()
        // A pause is not looked at more often than at first, however little is left.
        return wait(this.isPaused ? delayMs : stillMs, stillMs)
      })
    }
    wait(delayMs, delayMs)
    return () => stop()
  }
}
