type Cancel = () => void

/**
 * Every delayed step of the sandbox goes through here, so that `close()` can leave nothing running.
 * Delays are real time: setting the clock does not fire them.
 */
export class Scheduler {
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #onError: (error: unknown) => void
  #closed = false
  #held: (() => void)[] | undefined

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

  /**
   * The same for what comes from outside, a settlement or a confirmation on chain: while such steps are held, one that is due waits
   * until they are released.
   */
  confirm(delayMs: number, task: () => void): Cancel {
    return this.after(delayMs, () => {
      if (this.#held === undefined) task()
      else this.#held.push(task)
    })
  }

  holdConfirmations(): void {
    this.#held ??= []
  }

  releaseConfirmations(): void {
    const due = this.#held ?? []
    this.#held = undefined
    for (const task of due) this.#run(task)
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
    this.#held = undefined
  }

  #run(task: () => void): void {
    try {
      task()
    } catch (error) {
      this.#onError(error)
    }
  }
}
