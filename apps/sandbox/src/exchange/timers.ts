/** Delays that can all be called off at once. */
export class Timers {
  readonly #schedule: (delayMs: number, task: () => void) => () => void
  readonly #pending = new Set<() => void>()

  constructor(schedule: (delayMs: number, task: () => void) => () => void) {
    this.#schedule = schedule
  }

  after(delayMs: number, task: () => void): void {
    const cancel = this.#schedule(delayMs, () => {
      this.#pending.delete(cancel)
      task()
    })
    this.#pending.add(cancel)
  }

  close(): void {
    for (const cancel of this.#pending) cancel()
    this.#pending.clear()
  }
}
