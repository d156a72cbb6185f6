import type { Runtime } from '@truemarkets/core'
import { type BackoffOptions, backoffDelay } from './backoff.ts'

/** Decides when the next connection is tried. */
export class Reconnector {
  readonly #runtime: Runtime
  readonly #backoff: BackoffOptions
  #attempt = 0
  #stopTimer: (() => void) | undefined

  constructor(runtime: Runtime, backoff: BackoffOptions) {
    this.#runtime = runtime
    this.#backoff = backoff
  }

  /** A connection is open. If it holds, the next loss starts from the shortest wait again. */
  opened(): void {
    this.stop()
    this.#stopTimer = this.#runtime.after(this.#backoff.stableMs, () => {
      this.#attempt = 0
    })
  }

  /**
   * A connection is lost, or could not be made.
   *
   * @param isDistant Whether to wait under the greatest ceiling at once.
   * @returns The wait before `retry` runs, in milliseconds.
   */
  lost(isDistant: boolean, retry: () => void): number {
    this.stop()
    const delayMs = isDistant
      ? Math.floor(this.#backoff.maxMs * this.#runtime.random())
      : backoffDelay(this.#attempt, this.#backoff, this.#runtime.random())
    this.#attempt++
    this.#stopTimer = this.#runtime.after(delayMs, retry)
    return delayMs
  }

  stop(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
  }
}
