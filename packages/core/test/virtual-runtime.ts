import type { Runtime } from '../src/http/runtime.ts'

interface Timer {
  readonly atMs: number
  readonly work: () => void
}

/** How long real work that nobody can schedule may take, such as loading a module from a busy disk; in real milliseconds. */
const PATIENCE_MS = 10_000

/** A runtime whose time stands still until a test moves it: by `pass`, by `advance`, or by `drive`. */
export class VirtualRuntime implements Runtime {
  /** What the wall clock is off by, in milliseconds. */
  wallErrorMs = 0
  /** Gives the random numbers. */
  chance: () => number = () => 0.5
  #nowMs = 0
  #grainMs = 0
  readonly #timers = new Set<Timer>()
  readonly #startMs: number

  constructor(startMs = Date.UTC(2026, 10, 20, 12)) {
    this.#startMs = startMs
  }

  /** The true time, which a server would have. */
  trueMs(): number {
    return this.#startMs + this.#nowMs
  }

  wallMs(): number {
    return this.trueMs() + this.wallErrorMs
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  random(): number {
    return this.chance()
  }

  after(delayMs: number, work: () => void): () => void {
    const dueMs = this.#nowMs + delayMs
    const timer: Timer = { atMs: this.#grainMs === 0 ? dueMs : Math.ceil(dueMs / this.#grainMs) * this.#grainMs, work }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Timers that have neither run nor been cancelled. */
  get pending(): number {
    return this.#timers.size
  }

  /** Lets the timers that are set from now on run at full multiples of this only, as a browser does in a tab in the background. */
  throttle(grainMs: number): void {
    this.#grainMs = grainMs
  }

  /** Moves the wall clock alone, as an operator or NTP would. */
  jump(byMs: number): void {
    this.wallErrorMs += byMs
  }

  /** Moves time on without running anything. */
  pass(ms: number): void {
    this.#nowMs += ms
  }

  /** Lets time pass, timer by timer in order of time; `settle` runs after each, so that promises can follow. */
  async advance(byMs: number, settle: () => Promise<void>): Promise<void> {
    const endMs = this.#nowMs + byMs
    while (this.#runNext(endMs)) await settle()
    this.#nowMs = endMs
  }

  /** Waits for a promise, moving time to the next timer whenever nothing else can happen. */
  async drive<Result>(promise: Promise<Result>): Promise<Result> {
    const settled = promise.then(
      () => true,
      () => true,
    )
    const givenUpAt = performance.now() + PATIENCE_MS
    for (let idle = 0; !(await Promise.race([settled, turn()])); idle++) {
      // Some work of the runtime itself (streams, WebCrypto) takes more than one turn of the event loop.
      if (idle % 3 === 2 && !this.#runNext() && performance.now() > givenUpAt)
        throw new Error('nothing is scheduled and the promise does not settle')
    }
    return promise
  }

  /** Moves time to the timer that comes first, unless that is after `endMs`, and runs it. */
  #runNext(endMs = Number.POSITIVE_INFINITY): boolean {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.atMs <= endMs && (first === undefined || timer.atMs < first.atMs)) first = timer
    }
    if (first === undefined) return false
    this.#timers.delete(first)
    this.#nowMs = Math.max(this.#nowMs, first.atMs)
    first.work()
    return true
  }
}

/** One turn of the event loop. */
function turn(): Promise<false> {
  return new Promise((resolve) => setImmediate(resolve, false))
}
