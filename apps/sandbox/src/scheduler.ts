type Cancel = () => void

/**
 * Every delayed step of the sandbox goes through here, so that `close()` can leave nothing running.
 * Delays are real time: setting the clock does not fire them.
 */
export class Scheduler {
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #onError: (error: unknown) => void
  #closed = false

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError
  }

  /** Runs the task once; returns the function that calls it off. After `close()` nothing is taken any more. */
  after(delayMs: number, task: () => void): Cancel {
    if (this.#closed) return () => {}
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#run(task)
    }, delayMs)
    this.#timers.add(timer)
    return () => {
      clearTimeout(timer)
      this.#timers.delete(timer)
    }
  }

  /** Runs the task again and again; returns the function that ends it. */
  every(intervalMs: number, task: () => void): Cancel {
    if (this.#closed) return () => {}
    const timer = setInterval(() => this.#run(task), intervalMs)
    this.#timers.add(timer)
    return () => {
      clearInterval(timer)
      this.#timers.delete(timer)
    }
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }

  #run(task: () => void): void {
    try {
      task()
    } catch (error) {
      this.#onError(error)
    }
  }
}
