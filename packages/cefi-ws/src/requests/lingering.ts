import type { Runtime } from '@truemarkets/core'
import type { Held } from './interests.ts'
import { Retries } from './retries.ts'

/** What one connection was asked to end and may still be in force, because the server refused or did not answer. */
export class Lingering {
  readonly #left = new Map<string, Held>()
  readonly #retries: Retries

  constructor(runtime: Runtime) {
    this.#retries = new Retries(runtime)
  }

  add(key: string, held: Held): void {
    this.#left.set(key, held)
  }

  has(key: string): boolean {
    return this.#left.has(key)
  }

  /** The server has confirmed an end, or a new beginning. */
  settle(key: string): void {
    this.#left.delete(key)
  }

  /**
   * Hands over what is to be ended once more: at once the first time, after waits that grow when that does not help. What is
   * wanted again is left alone: a subscription to it settles the matter.
   */
  retry(
    isWanted: (key: string) => boolean,
    end: (left: readonly (readonly [key: string, held: Held])[]) => void,
  ): void {
    const unwanted = (): [string, Held][] => [...this.#left].filter(([key]) => !isWanted(key))
    if (unwanted().length === 0) return
    this.#retries.request(() => {
      const left = unwanted()
      for (const [key] of left) this.#left.delete(key)
      end(left)
    })
  }

  /** Leaves no timer. */
  stop(): void {
    this.#retries.stop()
  }
}
