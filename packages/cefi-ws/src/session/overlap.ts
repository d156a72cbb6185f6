import type { SubscribableChannel } from '../generated/messages.ts'
import { mayBeOf } from '../requests/interests.ts'
import { type ChannelMessages, type DataMessage, jsonOf } from '../wire.ts'

type Content = ChannelMessages[SubscribableChannel]

/** Keeps what one connection has told from being delivered once more when the connection that follows it tells it, too. */
export class Overlap {
  readonly #keyOf: (message: DataMessage) => string
  /** How often the old connection told each, less what the new one has told since. */
  readonly #told = new Map<string, number>()
  /** What the new connection was asked for since it took over. */
  readonly #fresh = new Set<string>()

  /** @param keyOf Names the channel and item of a message in one text, as `interestKey` does. */
  constructor(keyOf: (message: DataMessage) => string) {
    this.#keyOf = keyOf
  }

  /** The old connection has told it. */
  note(message: Content): void {
    const text = contentOf(message)
    this.#told.set(text, (this.#told.get(text) ?? 0) + 1)
  }

  /** The new connection asks for these: a snapshot of them is newer than what the old one told. */
  renew(keys: readonly string[]): void {
    if (this.#told.size > 0) for (const key of keys) this.#fresh.add(key)
  }

  /** Whether the old connection has told what the new one tells now. */
  repeats(message: DataMessage): boolean {
    if (this.#told.size === 0) return false
    // A snapshot that was on its way when the new connection took over is older than what the old one told, and would undo it.
    if (message.update !== 'UPDATE') return !mayBeOf(this.#keyOf(message), this.#fresh)
    const text = contentOf(message)
    const count = this.#told.get(text) ?? 0
    if (count > 1) this.#told.set(text, count - 1)
    else this.#told.delete(text)
    return count > 0
  }

  clear(): void {
    this.#told.clear()
    this.#fresh.clear()
  }
}

/** Two that are nested too deep to be written are taken for the same. */
function contentOf({ channel, data }: Content): string {
  return `${channel} ${jsonOf(data ?? null)}`
}
