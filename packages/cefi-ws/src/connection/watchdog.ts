import type { Clock, Timer } from '../clock.ts'
import { Standstill } from './standstill.ts'

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
  /** Half of the time has passed in silence, without reading, or in a standstill. */
  readonly onLate: () => void
  /** Something was heard after all. */
  readonly onRecovered: () => void
  /** All of the time has passed in silence. */
  readonly onDead: () => void
}

/**
 * Finds a socket that died without a close frame.
 *
 * Whatever arrives is a sign of life, not the pong alone: a server may be slow to answer pings and busy sending data. Not so where
 * nothing was read for a while: what arrives first is what has waited, and the pong comes behind all of it.
 */
export class Watchdog {
  readonly #options: WatchdogOptions
  readonly #standstill: Standstill
  #timer: Timer | undefined
  #heard = false
  #late = false
  #isPaused = false
  /** What arrives may have waited for long: no sign of life but the pong says that what was told is true now. */
  #isBehind = false

  constructor(options: WatchdogOptions) {
    this.#options = options
    this.#standstill = new Standstill(options.clock, halfOf(options.pongTimeoutMs), () => this.#wake())
  }

  /** Starts, or starts anew after `pause`. */
  start(): void {
    const { ping, pingIntervalMs, idleTimeoutMs } = this.#options
    this.#timer?.stop()
    this.#isPaused = false
    if (ping !== undefined || idleTimeoutMs !== undefined) this.#standstill.watch()
    if (this.#late && ping !== undefined) this.#ping(ping)
    else this.#rest(pingIntervalMs)
  }

  /** Must be called for everything that arrives but pongs. It costs a flag. */
  hear(): void {
    this.#heard = true
    if (!this.#late || this.#isBehind) return
    this.#late = false
    this.#options.onRecovered()
  }

  /** Must be called for every pong. */
  hearPong(): void {
    this.#isBehind = false
    this.hear()
  }

  /** Nothing is read for a while. That is no sign of death, but what was heard before grows old all the same. */
  pause(): void {
    this.#timer?.stop()
    this.#isPaused = true
    this.#timer = this.#options.clock.after(halfOf(this.#options.pongTimeoutMs), () => this.#fallBehind())
  }

  /** Leaves no timer. */
  stop(): void {
    this.#timer?.stop()
    this.#timer = undefined
    this.#standstill.stop()
  }

  #fallBehind(): void {
    this.#isBehind = this.#options.ping !== undefined
    this.#miss()
  }

  #wake(): void {
    this.#fallBehind()
    // Whoever was told so may have ended it, or made it pause.
    if (this.#timer !== undefined && !this.#isPaused) this.start()
  }

  #ping(ping: () => void): void {
    ping()
    this.#await(this.#options.pongTimeoutMs, this.#options.pingIntervalMs)
  }

  #await(limitMs: number, pauseMs: number): void {
    const { clock, onDead } = this.#options
    this.#heard = false
    const half = halfOf(limitMs)
    this.#timer = clock.after(half, () => {
      if (this.#heard && !this.#isBehind) return this.#rest(Math.max(0, pauseMs - half))
      this.#heard = false
      this.#timer = clock.after(limitMs - half, () => {
        this.#timer = undefined
        if (!this.#heard) return onDead()
        this.#rest(Math.max(0, pauseMs - limitMs))
        // A server that still tells something and has not answered the ping answers none.
        return this.hearPong()
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

function halfOf(limitMs: number): number {
  return Math.ceil(limitMs / 2)
}
