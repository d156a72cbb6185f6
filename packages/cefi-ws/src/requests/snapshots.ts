import type { After } from '../connection/reading-time.ts'

/** What following the snapshots of one connection takes. */
export interface SnapshotsOptions {
  readonly afterReading: After
  /** How long after its confirmation a subscription that was made anew may wait for its snapshot, in milliseconds. */
  readonly timeoutMs: number
  /** A book was asked for anew, and its snapshot does not come. */
  readonly onOverdue: () => void
}

/**
 * Which books have had their snapshot on one connection since they were last asked for.
 *
 * Whether a server sends another snapshot to one who is subscribed already is unknown (question `W14`), and an
 * unsubscription can fail. So one that is overdue is missed, lest a book stay stale for good. The first snapshot of a
 * connection is not missed: an instrument may have none.
 */
export class Snapshots {
  readonly #options: SnapshotsOptions
  /** Whether the snapshot has come since the book was last asked for; there is no entry before the first one. */
  readonly #came = new Map<string, boolean>()
  /** Books whose snapshot waits until the connection takes over. */
  readonly #kept = new Set<string>()
  readonly #waits = new Map<string, () => void>()

  constructor(options: SnapshotsOptions) {
    this.#options = options
  }

  /** A book is asked for. */
  ask(key: string): void {
    if (this.#came.has(key)) this.#came.set(key, false)
  }

  /** Its subscription is confirmed. */
  confirm(key: string): void {
    const { afterReading, timeoutMs, onOverdue } = this.#options
    if (this.awaits(key)) this.#waits.set(key, afterReading(timeoutMs, onOverdue))
  }

  /** Whether a book was asked for anew, and its snapshot has not come. */
  awaits(key: string): boolean {
    return this.#came.get(key) === false
  }

  /** Its snapshot is here, and delivered. */
  arrive(key: string): void {
    this.forget(key)
    this.#came.set(key, true)
    this.#kept.delete(key)
  }

  /** Its snapshot is here, and delivered later. */
  keep(key: string): void {
    this.arrive(key)
    this.#kept.add(key)
  }

  /** Whether its snapshot is still to be delivered, and with it whatever is told before. */
  isKept(key: string): boolean {
    return this.#kept.has(key)
  }

  /** Nobody waits for it any more. */
  forget(key: string): void {
    this.#waits.get(key)?.()
    this.#waits.delete(key)
  }

  /** Whether every book whose snapshot has come here had its snapshot on another connection too. */
  isCoveredBy(next: Snapshots, isWanted: (key: string) => boolean): boolean {
    for (const key of this.#came.keys()) if (isWanted(key) && next.#came.get(key) !== true) return false
    return true
  }

  /** Leaves no timer. */
  stop(): void {
    for (const key of this.#waits.keys()) this.forget(key)
  }
}
