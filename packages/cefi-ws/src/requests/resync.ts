import type { Clock, Timer } from '../clock.ts'
import { backoffDelay, defaultBackoff } from '../connection/backoff.ts'

/**
 * Spaces out what may not help, such as fetching a book anew from a server whose numbers make no sense: the first time at
 * once, then after waits that grow, and from the start again when a minute has passed without another call for it.
 */
export class Resync {
  readonly #clock: Clock
  readonly #random: () => number
  #attempts = 0
  #waiting: Timer | undefined
  #quiet: Timer | undefined
  #stopped = false

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock
    this.#random = random
  }

  /** Runs it, now or after the wait. While one waits, another is not needed. */
  request(run: () => void): void {
    if (this.#waiting !== undefined || this.#stopped) return
    this.#quiet?.stop()
    this.#quiet = this.#clock.after(defaultBackoff.stableMs, () => {
      this.#attempts = 0
    })
    const start = (): void => {
      this.#waiting = undefined
      run()
    }
    const attempt = this.#attempts++
    if (attempt === 0) start()
    else this.#waiting = this.#clock.after(backoffDelay(attempt - 1, defaultBackoff, this.#random()), start)
  }

  /** It is no longer needed; the next one waits all the same. */
  cancel(): void {
    this.#waiting?.stop()
    this.#waiting = undefined
  }

  /** Leaves no timer, and starts none again. */
  stop(): void {
    this.#stopped = true
    this.cancel()
    this.#quiet?.stop()
    this.#quiet = undefined
  }
}
