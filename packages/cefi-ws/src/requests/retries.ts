import type { Runtime } from '@truemarkets/core'
import { backoffDelay, defaultBackoff } from '../connection/backoff.ts'

/**
 * Spaces out what may not help, such as fetching a book anew from a server whose numbers make no sense: the first time at
 * once, then after waits that grow, and from the start again when a minute has passed without another call for it.
 */
export class Retries {
  readonly #runtime: Runtime
  #attempts = 0
  #stopWaiting: (() => void) | undefined
  #stopQuiet: (() => void) | undefined
  #stopped = false

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /** Runs it, now or after the wait. While one waits, another is not needed. */
  request(run: () => void): void {
    if (this.#stopWaiting !== undefined || this.#stopped) return
    this.#stopQuiet?.()
    this.#stopQuiet = this.#runtime.after(defaultBackoff.stableMs, () => {
      this.#attempts = 0
    })
    const start = (): void => {
      this.#stopWaiting = undefined
      run()
    }
    const attempt = this.#attempts++
    if (attempt === 0) start()
    else
      this.#stopWaiting = this.#runtime.after(backoffDelay(attempt - 1, defaultBackoff, this.#runtime.random()), start)
  }

  /** It is no longer needed; the next one waits all the same. */
  cancel(): void {
    this.#stopWaiting?.()
    this.#stopWaiting = undefined
  }

  /** Leaves no timer, and starts none again. */
  stop(): void {
    this.#stopped = true
    this.cancel()
    this.#stopQuiet?.()
    this.#stopQuiet = undefined
  }
}
