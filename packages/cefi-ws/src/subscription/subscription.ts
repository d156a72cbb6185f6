import { ConfigurationError } from '@truemarkets/core'
import { BufferOverflowError } from '../errors/buffer-overflow-error.ts'
import type { SubscribableChannel } from '../generated/messages.ts'
import { inspect } from '../inspect.ts'
import type { MessageOn } from '../wire.ts'
import { type BufferOptions, createBuffer, type MessageBuffer } from './buffer.ts'
import { Emitter, type Off } from './emitter.ts'

/**
 * Why what a subscription has delivered so far may no longer be true. Under `resubscribing` the client subscribes again, for another
 * consumer, for other credentials or for a fresh snapshot, and what happens meanwhile is not delivered.
 */
export type StaleReason =
  | 'gap'
  | 'repeat'
  | 'corrupt'
  | 'silence'
  | 'disconnected'
  | 'unauthenticated'
  | 'resubscribing'

/** Events of a subscription. */
export type SubscriptionEvents<Message> = {
  /**
   * One message, with the item that it is about; an empty string where the message names none and there are several, or names an
   * instrument whose symbol is not known. Listening ends the buffering: what waits is delivered first.
   */
  readonly message: readonly [message: Message, item: string]
  /** What was delivered so far may be out of date, until a SNAPSHOT says otherwise. The first listener also gets an earlier one. */
  readonly stale: readonly [reason: StaleReason]
  /**
   * Everything is delivered again from now on. What happened between `stale` and now comes with a SNAPSHOT, where the channel has
   * one, and else not at all: this is the moment to ask the REST API for it. The first listener also gets an earlier one.
   */
  readonly resumed: readonly []
  /** The silence is over and nothing was lost: what was delivered before it still holds. */
  readonly recovered: readonly []
  /** The end, once, also to one who listens later. With an error when the subscription failed, without when it was closed. */
  readonly end: readonly [error: Error | undefined]
}

/**
 * A confirmed subscription: an async iterable and an event source, one or the other.
 *
 * **Failure.** There is one channel of failure: the end. A subscription that fails ends with an error, which `for await`
 * throws after the last message and `end` passes on. A reconnect is no failure: the stream goes on, with a SNAPSHOT where the
 * channel has one. `close()`, of this or of the client, ends it without an error.
 *
 * @example
 * ```ts
 * const trades = await client.subscribe({ channel: 'TRADE', items: ['BTC-PYUSD'] })
 * for await (const message of trades) {
 *   if (message.update === 'UPDATE') console.log(message.data?.trade_price)
 * }
 * ```
 */
export interface Subscription<Channel extends SubscribableChannel>
  extends AsyncIterable<MessageOn<Channel>>,
    AsyncDisposable {
  // AsyncIterableIterator tells what an iterator returns from TypeScript 5.6 on only.
  [Symbol.asyncIterator](): AsyncIterator<MessageOn<Channel>, undefined> & AsyncIterable<MessageOn<Channel>>
  /** The channel. */
  readonly channel: Channel
  /** The items, as they were subscribed: instrument symbols, or client ids for `DROPCOPY`. */
  readonly items: readonly string[]
  /** How many messages the buffer discarded, under the policies `latest` and `dropOldest`. */
  readonly dropped: number
  /** How many messages wait for the consumer. */
  readonly buffered: number
  /**
   * Adds a listener; the result removes it. The first one gets what was buffered, or what it missed, before this returns.
   *
   * @throws {ConfigurationError} for an event there is not, or a listener that is no function.
   */
  on<Name extends keyof SubscriptionEvents<MessageOn<Channel>>>(
    name: Name,
    listener: (...args: SubscriptionEvents<MessageOn<Channel>>[Name]) => void,
  ): Off
  /** Ends the subscription and tells the server so, unless others want the same items. */
  close(): void
}

/** Whom a stream tells about its consumer. */
export interface StreamOwner {
  /** The buffer is half full, so the consumer is slow; or it is nearly empty again. */
  onPressure(slow: boolean): void
  /** Whether nothing is read from the socket for now. */
  isPaused(): boolean
  /** The consumer is done, or the stream failed by itself. */
  onEnd(): void
}

/** The session's side of a subscription: what it delivers into and ends. */
export class Stream<Channel extends SubscribableChannel> implements Subscription<Channel> {
  readonly channel: Channel
  readonly items: readonly string[]
  /** Is handed every message as it comes, before the consumer, who may be slow. */
  onArrival: ((message: MessageOn<Channel>) => void) | undefined
  readonly #owner: StreamOwner
  readonly #events = new Emitter<SubscriptionEvents<MessageOn<Channel>>>('The subscription', [
    'message',
    'stale',
    'resumed',
    'recovered',
    'end',
  ])
  readonly #buffer: MessageBuffer<Buffered<MessageOn<Channel>>>
  readonly #limits: BufferOptions
  /** `next()` may be called again before the last call was answered. */
  readonly #waiting: Waiting<MessageOn<Channel>>[] = []
  #mode: 'undecided' | 'iterated' | 'listened' = 'undecided'
  #ended: { readonly error: Error | undefined } | undefined
  #slow = false
  #isHandedOver = false
  /** What happened first, before anybody listened. */
  #missed: StaleReason | undefined
  /** Whether it has resumed and nobody listened. */
  #resumedUnheard = false

  constructor(channel: Channel, items: readonly string[], limits: BufferOptions, owner: StreamOwner) {
    this.channel = channel
    this.items = items
    this.#limits = limits
    this.#owner = owner
    this.#buffer = createBuffer(limits)
  }

  get dropped(): number {
    return this.#buffer.dropped
  }

  get buffered(): number {
    return this.#buffer.size
  }

  /**
   * Hands one message to the consumer, or keeps it.
   *
   * @param subject What it is about, to tell it from the others that wait, where no item is named.
   */
  deliver(message: MessageOn<Channel>, item: string, subject = item): void {
    if (this.#ended !== undefined) return
    this.onArrival?.(message)
    if (this.#mode === 'listened') return this.#events.emit('message', message, item)
    const waiting = this.#waiting.shift()
    if (waiting !== undefined) return waiting({ done: false, value: message })
    if (this.#isFull) {
      this.finish(new BufferOverflowError(this.#limits.capacity))
      return this.#owner.onEnd()
    }
    this.#buffer.push({ message, item }, subject, message.update !== 'SNAPSHOT_COMPLETE')
    this.#checkPressure()
  }

  /** The consumer has it from now on. Until then nobody can read, and were the socket paused, the confirmation could not come. */
  handOver(): void {
    this.#isHandedOver = true
    this.#checkPressure()
  }

  /** Says that what was told may be out of date. */
  stale(reason: StaleReason): void {
    if (this.#ended !== undefined) return
    if (reason !== 'silence') this.#resumedUnheard = false
    if (this.#events.has('stale')) this.#events.emit('stale', reason)
    // Silence that was not the last of it is the least of it.
    else if (this.#missed === undefined || this.#missed === 'silence') this.#missed = reason
  }

  /** Says that everything is told again. */
  resumed(): void {
    if (this.#ended !== undefined) return
    if (this.#events.has('resumed')) this.#events.emit('resumed')
    else this.#resumedUnheard = true
  }

  /** Takes back that the server is silent. */
  recovered(): void {
    if (this.#ended !== undefined) return
    if (this.#missed === 'silence') this.#missed = undefined
    this.#events.emit('recovered')
  }

  /** Ends the stream from the session's side. What waits in the buffer can still be read. */
  finish(error: Error | undefined): void {
    if (this.#ended !== undefined) return
    this.#ended = { error }
    this.#press(false)
    for (const waiting of this.#waiting.splice(0)) waiting(this.#next())
    this.#events.conclude('end', error)
  }

  on<Name extends keyof SubscriptionEvents<MessageOn<Channel>>>(
    name: Name,
    listener: (...args: SubscriptionEvents<MessageOn<Channel>>[Name]) => void,
  ): Off {
    const off = this.#events.on(name, listener)
    if (name === 'message') this.#listen()
    if (name === 'stale' && this.#missed !== undefined) {
      const missed = this.#missed
      this.#missed = undefined
      this.#events.emit('stale', missed)
    }
    if (name === 'resumed' && this.#resumedUnheard) {
      this.#resumedUnheard = false
      this.#events.emit('resumed')
    }
    return off
  }

  close(): void {
    if (this.#ended !== undefined) return
    this.finish(undefined)
    this.#buffer.clear()
    this.#owner.onEnd()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
  }

  [inspect](): object {
    const { channel, items, buffered, dropped } = this
    return { channel, items, buffered, dropped }
  }

  [Symbol.asyncIterator](): AsyncIterator<MessageOn<Channel>, undefined> & AsyncIterable<MessageOn<Channel>> {
    if (this.#mode === 'listened') throw inUse('This subscription has a message listener.')
    if (this.#mode === 'iterated') throw inUse('This subscription is already iterated.')
    this.#mode = 'iterated'
    return {
      next: () => this.#next(),
      return: async () => {
        this.close()
        return { done: true, value: undefined }
      },
      [Symbol.asyncIterator]() {
        return this
      },
    }
  }

  #next(): Promise<IteratorResult<MessageOn<Channel>, undefined>> {
    const buffered = this.#buffer.shift()
    if (buffered !== undefined) {
      if (this.#slow && this.#buffer.size * 8 <= this.#limits.capacity) this.#press(false)
      return Promise.resolve({ done: false, value: buffered.message })
    }
    if (this.#ended === undefined) return new Promise((settle) => this.#waiting.push(settle))
    const { error } = this.#ended
    // As with generators: the error is thrown once, after that the iteration is over.
    this.#ended = { error: undefined }
    return error === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(error)
  }

  #listen(): void {
    if (this.#mode === 'iterated') throw inUse('This subscription is already iterated.')
    this.#mode = 'listened'
    for (let next = this.#buffer.shift(); next !== undefined; next = this.#buffer.shift()) {
      this.#events.emit('message', next.message, next.item)
    }
    this.#press(false)
  }

  /**
   * Whether the consumer has let too much wait. Not so before the hand-over, when nobody could read, which takes no longer than
   * the confirmation may; nor where the socket is paused: what still comes is the little that had been read before.
   */
  get #isFull(): boolean {
    const { policy, capacity } = this.#limits
    return policy === 'error' && this.#buffer.size >= capacity && this.#isHandedOver && !this.#owner.isPaused()
  }

  #checkPressure(): void {
    const { policy, capacity } = this.#limits
    if (!this.#isHandedOver || this.#ended !== undefined || policy !== 'error') return
    if (!this.#slow && this.#buffer.size * 2 >= capacity) this.#press(true)
  }

  #press(slow: boolean): void {
    if (this.#slow === slow) return
    this.#slow = slow
    this.#owner.onPressure(slow)
  }
}

function inUse(message: string): ConfigurationError {
  return new ConfigurationError(
    'option_invalid',
    message,
    'Subscribe once more for a second consumer; the server is asked only once.',
  )
}

/** Settles a `next()` that has been waiting, with a result or with another promise of one. */
type Waiting<Message> = (
  result: IteratorResult<Message, undefined> | Promise<IteratorResult<Message, undefined>>,
) => void

interface Buffered<Message> {
  readonly message: Message
  readonly item: string
}
