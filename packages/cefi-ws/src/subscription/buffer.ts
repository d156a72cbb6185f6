import { checkChoice, checkOptions } from '@truemarkets/core'
import { count } from '../limits.ts'

/**
 * What happens to a message that finds the buffer full.
 *
 * - `error`: the subscription ends with a {@link BufferOverflowError}. Nothing is ever lost unnoticed. Where the platform
 *   can pause a socket, it is paused before the buffer fills.
 * - `latest`: one message is kept per item, the newest.
 * - `dropOldest`: the oldest message makes room.
 */
export type BufferPolicy = 'error' | 'latest' | 'dropOldest'

/** The buffer between the socket and `for await`. */
export interface BufferOptions {
  /** Default: `error`. */
  readonly policy: BufferPolicy
  /**
   * Most messages that wait. Default: 8192. With `latest`, items count. Under `error` it holds from the confirmation on: before
   * that nobody can read.
   */
  readonly capacity: number
}

export const defaultBuffer: BufferOptions = { policy: 'error', capacity: 8192 }

/**
 * Checks the options of a buffer and fills in the rest.
 *
 * @throws {ConfigurationError} For an unknown option or policy, or a capacity that is no whole number of at least 1.
 */
export function resolveBuffer(options: Partial<BufferOptions> = {}, otherwise: BufferOptions): BufferOptions {
  checkOptions(options, ['policy', 'capacity'], 'buffer')
  checkChoice('buffer.policy', options.policy, ['error', 'latest', 'dropOldest'])
  const { policy = otherwise.policy, capacity = otherwise.capacity } = options
  return { policy, capacity: count(capacity, 'buffer.capacity') }
}

/** Messages that wait for a consumer. */
export interface MessageBuffer<Message> {
  readonly size: number
  /** How many messages were discarded so far. */
  readonly dropped: number
  /** @param isData False for what says nothing that `latest` could be of: it does not take the place of what does. */
  push(message: Message, item: string, isData: boolean): void
  shift(): Message | undefined
  clear(): void
}

/** Under `error` nothing is discarded: whoever delivers ends the subscription instead. */
export function createBuffer<Message>({ policy, capacity }: BufferOptions): MessageBuffer<Message> {
  if (policy === 'latest') return new LatestBuffer(capacity)
  return new QueueBuffer(policy === 'error' ? Number.POSITIVE_INFINITY : capacity)
}

/** A ring, so that neither end costs more when many messages wait. */
class QueueBuffer<Message> implements MessageBuffer<Message> {
  readonly #capacity: number
  #slots: (Message | undefined)[] = []
  #head = 0
  size = 0
  dropped = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  push(message: Message): void {
    if (this.size === this.#capacity) {
      this.dropped++
      this.shift()
    }
    if (this.size === this.#slots.length) this.#grow()
    this.#slots[(this.#head + this.size) % this.#slots.length] = message
    this.size++
  }

  shift(): Message | undefined {
    if (this.size === 0) return undefined
    const message = this.#slots[this.#head]
    // The slot must not keep the message alive.
    this.#slots[this.#head] = undefined
    this.#head = (this.#head + 1) % this.#slots.length
    this.size--
    return message
  }

  clear(): void {
    this.#slots = []
    this.#head = 0
    this.size = 0
  }

  /** Memory follows need: an idle subscription holds a handful of slots, whatever its capacity. */
  #grow(): void {
    const grown = Array.from<Message | undefined>({
      length: Math.min(this.#capacity, Math.max(16, this.#slots.length * 2)),
    })
    for (let index = 0; index < this.size; index++) {
      grown[index] = this.#slots[(this.#head + index) % this.#slots.length]
    }
    this.#slots = grown
    this.#head = 0
  }
}

class LatestBuffer<Message> implements MessageBuffer<Message> {
  readonly #capacity: number
  readonly #latest = new Map<string, Message>()
  dropped = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#latest.size
  }

  push(message: Message, item: string, isData: boolean): void {
    const isWaiting = this.#latest.has(item)
    const isFull = this.#latest.size === this.#capacity
    if (isWaiting || isFull) this.dropped++
    if (!isData && (isWaiting || isFull)) return
    if (isFull && !isWaiting) this.shift()
    // An item keeps its place in the queue: one that changes often must not starve, nor starve the others.
    this.#latest.set(item, message)
  }

  shift(): Message | undefined {
    for (const [item, message] of this.#latest) {
      this.#latest.delete(item)
      return message
    }
    return undefined
  }

  clear(): void {
    this.#latest.clear()
  }
}
