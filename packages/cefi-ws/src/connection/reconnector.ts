import type { Clock, Timer } from '../clock.ts'
import { type BackoffOptions, backoffDelay } from './backoff.ts'
import { type CloseKind, wantsDistance } from './close-code.ts'

/** Decides when the next connection is tried. */
export class Reconnector {
  readonly #clock: Clock
  readonly #backoff: BackoffOptions
  readonly #random: () => number
  #attempt = 0
  #timer: Timer | undefined

  constructor(clock: Clock, backoff: BackoffOptions, random: () => number) {
    this.#clock = clock
    this.#backoff = backoff
    this.#random = random
  }

  /** A connection is open. If it holds, the next loss starts from the shortest wait again. */
  opened(): void {
    this.stop()
    this.#timer = this.#clock.after(this.#backoff.stableMs, () => {
      this.#attempt = 0
    })
  }

  /**
   * A connection is lost, or could not be made.
   *
   * @returns The wait before `retry` runs, in milliseconds.
   */
  lost(kind: CloseKind, retry: () => void): number {
    this.stop()
    const delayMs = wantsDistance(kind)
      ? Math.floor(this.#backoff.maxMs * this.#random())
      : backoffDelay(this.#attempt, this.#backoff, this.#random())
    this.#attempt++
    this.#timer = this.#clock.after(delayMs, retry)
    return delayMs
  }

  stop(): void {
    this.#timer?.stop()
    this.#timer = undefined
  }
}
