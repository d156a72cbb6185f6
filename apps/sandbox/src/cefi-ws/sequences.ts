import type { CefiWsRules } from './rules.ts'
import type { Channel } from './wire.ts'

/**
 * The sequence numbers of one connection: one counter for each channel, from 0.
 * W7: by the publisher's own code a SNAPSHOT shows the number that the next UPDATE will have; by common practice it has a number
 * of its own, and the next UPDATE has the one after it.
 */
export class Sequences {
  readonly #rules: CefiWsRules
  readonly #repeatsSnapshot: boolean
  readonly #next = new Map<Channel, bigint>()

  constructor(rules: CefiWsRules, repeatsSnapshot: boolean) {
    this.#rules = rules
    this.#repeatsSnapshot = repeatsSnapshot
  }

  forSnapshot(channel: Channel): bigint {
    return this.#repeatsSnapshot ? (this.#next.get(channel) ?? 0n) : this.forUpdate(channel)
  }

  forUpdate(channel: Channel): bigint {
    const number = this.#next.get(channel) ?? 0n
    this.#next.set(channel, this.#rules.numberAfter(number))
    return number
  }
}
