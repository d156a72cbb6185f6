import type { Runtime } from '../src/http/runtime.ts'

interface Timer {
  readonly atMs: number
  readonly order: number
  readonly work: () => void
}

/** How long real work that nobody can schedule may take, such as loading a module from a busy disk; in real milliseconds. */
const PATIENCE_MS = 10_000

/** A runtime whose time moves only when everything else has come to rest. */
export class VirtualRuntime implements Runtime {
  /** What the wall clock is off by, in milliseconds. */
  wallErrorMs = 0
  /** Chance, as a constant or a function. */
  chance: () => number = () => 0.5
  #nowMs = 0
  #order = 0
  readonly #timers = new Set<Timer>()
  readonly #startMs: number

  constructor(start = '2026-11-20T12:00:00.000Z') {
    this.#startMs = Date.parse(start)
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
    const timer: Timer = { atMs: this.#nowMs + delayMs, order: this.#order++, work }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Timers that have neither run nor been cancelled. */
  get pending(): number {
    return this.#timers.size
  }

  /** Moves time on without running anything. */
  pass(ms: number): void {
    this.#nowMs += ms
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

  #runNext(): boolean {
    const [next] = [...this.#timers].sort((a, b) => a.atMs - b.atMs || a.order - b.order)
    if (next === undefined) return false
    this.#timers.delete(next)
    this.#nowMs = Math.max(this.#nowMs, next.atMs)
    next.work()
    return true
  }
}

/** One turn of the event loop. */
function turn(): Promise<false> {
  return new Promise((resolve) => setImmediate(resolve, false))
}
