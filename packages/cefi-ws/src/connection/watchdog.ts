import type { Settings } from '../options.ts'
import { Standstill } from './standstill.ts'

/** What the watchdog watches, and whom it tells. */
export interface WatchdogOptions
  extends Pick<Settings, 'runtime' | 'pingIntervalMs' | 'pongTimeoutMs' | 'idleTimeoutMs'> {
  /** Sends a protocol ping that carries a text; undefined where the platform has none. */
  readonly ping: ((payload: string) => void) | undefined
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
 * nothing was read for a while: what arrives first is what has waited, perhaps an earlier pong among it, and the answer to a ping that
 * is sent only then comes behind all of it. Where there are no pings, what has waited is taken to have come half of the longest silence
 * after the first of it.
 */
export class Watchdog {
  readonly #options: WatchdogOptions
  readonly #standstill: Standstill
  #stopTimer: (() => void) | undefined
  #heard = false
  #late = false
  #isPaused = false
  /** What arrives may have waited for long: it does not say that what was told is true now. */
  #isBehind = false
  /** How many pings were sent. Each carries its number, and so does the pong that answers it (RFC 6455 §5.5.3). */
  #pings = 0

  constructor(options: WatchdogOptions) {
    this.#options = options
    const { runtime, ping, pongTimeoutMs, idleTimeoutMs } = options
    const limitMs = ping === undefined ? (idleTimeoutMs ?? Number.POSITIVE_INFINITY) : pongTimeoutMs
    this.#standstill = new Standstill(runtime, halfOf(limitMs), () => this.#wake())
  }

  /** Starts, or starts anew after `pause`. */
  start(): void {
    const { ping, pingIntervalMs } = this.#options
    this.#stopTimer?.()
    this.#isPaused = false
    if (this.#isWatching) this.#standstill.watch()
    if (this.#late && ping !== undefined) this.#ping(ping)
    else this.#rest(pingIntervalMs)
  }

  /** Must be called for everything that arrives but pongs, before anything is made of it. It costs a look at the clock. */
  hear(): void {
    this.#standstill.look()
    if (this.#isBehind && !this.#heard) this.#hearFirst()
    this.#heard = true
    if (!this.#late || this.#isBehind) return
    this.#late = false
    this.#options.onRecovered()
  }

  /** Must be called for every pong. */
  hearPong(payload: string): void {
    this.#standstill.look()
    if (payload === String(this.#pings)) this.#isBehind = false
    this.hear()
  }

  /** Nothing is read for a while. That is no sign of death, but what was heard before grows old all the same. */
  pause(): void {
    this.#stopTimer?.()
    this.#isPaused = true
    this.#stopTimer = this.#options.runtime.after(halfOf(this.#options.pongTimeoutMs), () => this.fallBehind())
  }

  /** What was heard grows old: nobody knows what is true now until what waits has been read. */
  fallBehind(): void {
    this.#isBehind = this.#isWatching
    this.#miss()
  }

  /** Leaves no timer. */
  stop(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
    this.#standstill.stop()
  }

  #wake(): void {
    this.#heard = false
    this.fallBehind()
    // Whoever was told so may have ended it, or made it pause.
    if (this.#isRunning && this.#options.ping !== undefined) this.start()
  }

  /** The first of what may have waited is here. */
  #hearFirst(): void {
    const { ping, idleTimeoutMs } = this.#options
    if (this.#isRunning && ping === undefined && idleTimeoutMs !== undefined) this.#listen(idleTimeoutMs)
  }

  /** Whether signs of life are looked for at all. */
  get #isWatching(): boolean {
    const { ping, idleTimeoutMs } = this.#options
    return ping !== undefined || idleTimeoutMs !== undefined
  }

  get #isRunning(): boolean {
    return this.#stopTimer !== undefined && !this.#isPaused
  }

  #ping(ping: (payload: string) => void): void {
    ping(String(++this.#pings))
    const { runtime, pongTimeoutMs, pingIntervalMs, onDead } = this.#options
    this.#heard = false
    const half = halfOf(pongTimeoutMs)
    this.#stopTimer = runtime.after(half, () => {
      if (this.#heard && !this.#isBehind) return this.#rest(Math.max(0, pingIntervalMs - half))
      this.#heard = false
      this.#stopTimer = runtime.after(pongTimeoutMs - half, () => {
        this.#stopTimer = undefined
        if (!this.#heard) return onDead()
        this.#rest(Math.max(0, pingIntervalMs - pongTimeoutMs))
        // A server that still tells something and has not answered the ping answers none.
        this.#isBehind = false
        return this.hear()
      })
      return this.#miss()
    })
  }

  /** Half of the longest silence, over and over; what is silent twice in a row is dead. */
  #listen(idleTimeoutMs: number, wasSilent = false): void {
    const { runtime, onDead } = this.#options
    this.#stopTimer?.()
    this.#heard = false
    this.#stopTimer = runtime.after(halfOf(idleTimeoutMs), () => {
      this.#stopTimer = undefined
      const isSilent = !this.#heard
      if (isSilent && wasSilent) return onDead()
      this.#listen(idleTimeoutMs, isSilent)
      if (isSilent) return this.#miss()
      this.#isBehind = false
      return undefined
    })
  }

  #miss(): void {
    if (this.#late) return
    this.#late = true
    this.#options.onLate()
  }

  #rest(pauseMs: number): void {
    const { runtime, ping, idleTimeoutMs } = this.#options
    if (ping !== undefined) this.#stopTimer = runtime.after(pauseMs, () => this.#ping(ping))
    else if (idleTimeoutMs !== undefined) this.#listen(idleTimeoutMs)
  }
}

function halfOf(limitMs: number): number {
  return Math.ceil(limitMs / 2)
}
