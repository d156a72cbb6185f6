import { interestKey } from '../requests/interests.ts'
import type { StaleReason } from '../subscription/subscription.ts'
import type { AnyStream } from './wants.ts'

/** Tells subscriptions that they are stale, and once the server tells everything of them again, that they have resumed. */
export class Interruptions {
  /** What the server has to confirm anew, of each subscription that it does not tell everything of. */
  readonly #awaited = new WeakMap<AnyStream, Set<string>>()

  /** What a subscription has told may be out of date; `items` are those that the server has to confirm anew, if any. */
  begin(stream: AnyStream, reason: StaleReason, items: readonly string[]): void {
    const awaited = this.#awaited.get(stream) ?? new Set<string>()
    for (const item of items) awaited.add(interestKey(stream.channel, item))
    if (awaited.size > 0) this.#awaited.set(stream, awaited)
    stream.stale(reason)
    if (awaited.size === 0) stream.resumed()
  }

  /** The server tells of some keys again. */
  end(streams: Iterable<AnyStream>, isTold: (key: string) => boolean): void {
    for (const stream of streams) {
      const awaited = this.#awaited.get(stream)
      if (awaited === undefined) continue
      for (const key of awaited) if (isTold(key)) awaited.delete(key)
      if (awaited.size > 0) continue
      this.#awaited.delete(stream)
      stream.resumed()
    }
  }
}
