import type { Runtime } from '@truemarkets/core'
import { AbortedError, onAbort, TimeoutError } from '@truemarkets/core'
import { SessionClosedError } from '../errors/session-closed-error.ts'

/** One wait for the server to confirm something. */
interface Wait {
  readonly operation: string
  readonly keys: readonly string[]
  /** One of several that fail, one after the other: what another of them takes back meanwhile is no success of this one. */
  isFailing: boolean
  resolve(): void
  reject(error: Error): void
}

/** Limits of a wait. */
export interface WaitLimits {
  readonly operation: string
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** What may explain that there was no answer in time. */
  readonly cause: () => unknown
  /** Takes back what was asked for. Runs at once on failure, before another request can be planned. */
  readonly undo: (error: Error) => void
}

/** Callers that wait until the server has confirmed what they asked for. */
export class PendingWaits {
  readonly #runtime: Runtime
  /** Those that need a key: there may be thousands of others. */
  readonly #byKey = new Map<string, Set<Wait>>()
  #isClosed = false

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /**
   * Waits until every key is confirmed.
   *
   * @throws {TimeoutError} After `timeoutMs`.
   * @throws {AbortedError} When the signal is aborted.
   * @throws {SessionClosedError} After `close`.
   */
  wait(keys: readonly string[], { operation, timeoutMs, signal, cause, undo }: WaitLimits): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => wait.reject(new AbortedError({ operation, cause: signal?.reason }))
      const stopTimer = this.#runtime.after(timeoutMs, () => {
        const loss = cause()
        const scope = loss === undefined ? 'attempt' : 'connection'
        wait.reject(new TimeoutError(scope, timeoutMs, { operation, attempts: 1, cause: loss }))
      })
      const end = (settle: () => void): void => {
        if (!this.#forget(wait)) return
        stopTimer()
        letGo?.()
        settle()
      }
      const wait: Wait = {
        operation,
        keys,
        isFailing: false,
        resolve: () => end(resolve),
        reject: (error) =>
          end(() => {
            undo(error)
            reject(error)
          }),
      }
      this.#remember(wait)
      const letGo = signal && onAbort(signal, abort)
      if (signal?.aborted === true) abort()
      if (this.#isClosed) wait.reject(new SessionClosedError(operation))
    })
  }

  /**
   * Ends the waits for which every key is held.
   *
   * @param keys Those of which something has changed; all when left out.
   */
  settle(holds: (key: string) => boolean, keys: Iterable<string> = this.#byKey.keys()): void {
    for (const wait of this.#needing(keys)) if (!wait.isFailing && wait.keys.every(holds)) wait.resolve()
  }

  /** Fails the waits that need one of the keys. */
  fail(keys: Iterable<string>, error: Error): void {
    this.#failAll(this.#needing(keys), () => error)
  }

  /** Fails every wait, and whatever would wait from now on, since no answer will come. */
  close(): void {
    this.#isClosed = true
    this.#failAll(this.#needing(this.#byKey.keys()), ({ operation }) => new SessionClosedError(operation))
  }

  /** Whether somebody waits for a key, which means that it was never confirmed to them. */
  awaits(key: string): boolean {
    return this.#byKey.has(key)
  }

  #failAll(waits: ReadonlySet<Wait>, errorFor: (wait: Wait) => Error): void {
    for (const wait of waits) wait.isFailing = true
    for (const wait of waits) wait.reject(errorFor(wait))
  }

  /** A set of its own: whoever is told may wait for something else, or wait no longer. */
  #needing(keys: Iterable<string>): ReadonlySet<Wait> {
    return new Set([...keys].flatMap((key) => [...(this.#byKey.get(key) ?? [])]))
  }

  #remember(wait: Wait): void {
    for (const key of wait.keys) {
      const others = this.#byKey.get(key)
      if (others === undefined) this.#byKey.set(key, new Set([wait]))
      else others.add(wait)
    }
  }

  /** False where it is over already. */
  #forget(wait: Wait): boolean {
    let isThere = false
    for (const key of wait.keys) {
      const waits = this.#byKey.get(key)
      if (waits?.delete(wait) === true) isThere = true
      if (waits?.size === 0) this.#byKey.delete(key)
    }
    return isThere
  }
}
