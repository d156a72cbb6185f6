import type { Clock, Timer } from '../clock.ts'

/** What the watchdog watches, and whom it tells. */
export interface WatchdogOptions {
  readonly clock: Clock
  /** Sends a protocol ping; undefined where the platform has none. */
  readonly ping: (() => void) | undefined
  /** Time between pings, in milliseconds. */
  readonly pingIntervalMs: number
  /** How long after a ping anything at all must have been heard, in milliseconds. */
  readonly pongTimeoutMs: number
  /** Longest silence where there are no pings, in milliseconds; undefined for any length. */
  readonly idleTimeoutMs: number | undefined
  /** Half of the time has passed in silence, or without reading. */
  readonly onLate: () => void
  /** Something was heard after all. */
  readonly onRecovered: () => void
  /** All of the time has passed in silence. */
  readonly onDead: () => void
}

/**
 * Finds a socket that died without a close frame.
 *
 * Whatever arrives is a sign of life, not the pong alone: a server may be slow to answer pings and busy sending data.
 */
export class Watchdog {
  readonly #options: WatchdogOptions
  #timer: Timer | undefined
  #heard = false
  #late = false

  constructor(options: WatchdogOptions) {
    this.#options = options
  }

  /** Starts, or starts anew after `pause`. */
  start(): void {
    this.#timer?.stop()
    const { ping, pingIntervalMs } = this.#options
    if (this.#late && ping !== undefined) this.#ping(ping)
    else this.#rest(pingIntervalMs)
  }

  /** Must be called for everything that arrives. It costs a flag. */
  hear(): void {
    this.#heard = true
    if (!this.#late) return
    this.#late = false
    this.#options.onRecovered()
  }

  /** Nothing is read for a while. That is no sign of death, but what was heard before grows old all the same. */
  pause(): void {
    this.#timer?.stop()
    this.#timer = this.#options.clock.after(Math.ceil(this.#options.pongTimeoutMs / 2), () => this.#miss())
  }

  /** Leaves no timer. */
  stop(): void {
    this.#timer?.stop()
    this.#timer = undefined
  }

  #ping(ping: () => void): void {
    ping()
    this.#await(this.#options.pongTimeoutMs, this.#options.pingIntervalMs)
  }

  #await(limitMs: number, pauseMs: number): void {
    const { clock, onDead } = this.#options
    this.#heard = false
    const half = Math.ceil(limitMs / 2)
    this.#timer = clock.after(half, () => {
      if (this.#heard) return this.#rest(Math.max(0, pauseMs - half))
      this.#timer = clock.after(limitMs - half, () => {
        this.#timer = undefined
        if (this.#heard) this.#rest(Math.max(0, pauseMs - limitMs))
        else onDead()
      })
      return this.#miss()
    })
  }

  #miss(): void {
    if (this.#late) return
    this.#late = true
    this.#options.onLate()
  }

  #rest(pauseMs: number): void {
    const { clock, ping, idleTimeoutMs } = this.#options
    if (ping !== undefined) this.#timer = clock.after(pauseMs, () => this.#ping(ping))
    else if (idleTimeoutMs !== undefined) this.#await(idleTimeoutMs, 0)
  }
}
