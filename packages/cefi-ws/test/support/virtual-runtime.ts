import type { Runtime } from '@truemarkets/core'

interface Alarm {
  readonly at: number
  readonly run: () => void
}

/** Time that stands still until a test moves it, and no chance. The wall clock can be set apart from the timers. */
export class VirtualRuntime implements Runtime {
  #elapsed = 0
  #wall: number
  readonly #alarms = new Set<Alarm>()
  #grainMs = 1

  constructor(wallMs: number) {
    this.#wall = wallMs
  }

  /** How many timers run. */
  get timers(): number {
    return this.#alarms.size
  }

  wallMs(): number {
    return this.#wall
  }

  monotonicMs(): number {
    return this.#elapsed
  }

  random(): number {
    return 0.5
  }

  /** Moves the wall clock alone, as an operator or NTP would. */
  jump(byMs: number): void {
    this.#wall += byMs
  }

  /** Lets the timers that are set from now on run at full multiples of this only, as a browser does in a tab in the background. */
  throttle(grainMs: number): void {
    this.#grainMs = grainMs
  }

  after(delayMs: number, run: () => void): () => void {
    const alarm = { at: Math.ceil((this.#elapsed + delayMs) / this.#grainMs) * this.#grainMs, run }
    this.#alarms.add(alarm)
    return () => {
      this.#alarms.delete(alarm)
    }
  }

  /** Lets time pass, timer by timer in order of time; `settle` runs after each, so that promises can follow. */
  async advance(byMs: number, settle: () => Promise<void>): Promise<void> {
    const end = this.#elapsed + byMs
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#alarms.delete(next)
      this.#wall += next.at - this.#elapsed
      this.#elapsed = next.at
      next.run()
      await settle()
    }
    this.#wall += end - this.#elapsed
    this.#elapsed = end
  }

  #next(end: number): Alarm | undefined {
    let first: Alarm | undefined
    for (const alarm of this.#alarms) {
      if (alarm.at <= end && (first === undefined || alarm.at < first.at)) first = alarm
    }
    return first
  }
}
