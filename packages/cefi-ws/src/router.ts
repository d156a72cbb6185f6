import type { DropcopyData, SubscribableChannel } from './generated/messages.ts'
import { interestKey } from './interests.ts'
import type { AnyStream } from './wants.ts'
import { type DataMessage, isText } from './wire.ts'

/** Most messages that wait for the name of their instrument. */
const MOST_PARKED = 256

/** Finds the subscriptions that a message is for, by channel and item. */
export class Router {
  /** The lists are never changed, only replaced: what is delivered can subscribe and close. */
  readonly #streams = new Map<SubscribableChannel, Map<string, readonly AnyStream[]>>()
  readonly #symbols = new Map<string, string>()
  readonly #waitForNames: boolean
  readonly #onUnrouted: (message: DataMessage) => void
  readonly #parked: DataMessage[] = []

  /**
   * @param waitForNames Whether INSTRUMENT is subscribed beside EBBO and TRADE, so that an unknown id will get its name.
   * @param onUnrouted Is told of messages that nobody wants, or that nobody can place.
   */
  constructor(waitForNames: boolean, onUnrouted: (message: DataMessage) => void) {
    this.#waitForNames = waitForNames
    this.#onUnrouted = onUnrouted
  }

  add(stream: AnyStream): void {
    const byItem = this.#streams.get(stream.channel) ?? new Map<string, readonly AnyStream[]>()
    this.#streams.set(stream.channel, byItem)
    for (const item of stream.items) byItem.set(item, [...(byItem.get(item) ?? []), stream])
  }

  remove(stream: AnyStream): void {
    const byItem = this.#streams.get(stream.channel)
    for (const item of stream.items) {
      const others = byItem?.get(item)?.filter((other) => other !== stream) ?? []
      if (others.length > 0) byItem?.set(item, others)
      else byItem?.delete(item)
    }
  }

  /** Every subscription, each once. */
  streams(): ReadonlySet<AnyStream> {
    return new Set([...this.#streams.values()].flatMap((byItem) => [...byItem.values()].flat()))
  }

  /** Names the channel and item of a message in one text. One that names no item has none that is wanted. */
  keyOf(message: DataMessage): string {
    return interestKey(message.channel, this.#itemOf(message) ?? '')
  }

  /** The symbol of an instrument id, once an INSTRUMENT message has named it. */
  symbolOf(instrumentId: string): string | undefined {
    return this.#symbols.get(instrumentId)
  }

  /** Gives up what waits for a name: it belongs to a connection that is gone. */
  reset(): void {
    for (const message of this.#parked.splice(0)) this.#onUnrouted(message)
  }

  route(message: DataMessage): void {
    if (message.channel === 'INSTRUMENT' && message.update !== 'SNAPSHOT_COMPLETE') {
      const { id, info } = message.data ?? {}
      if (isText(id) && isText(info?.symbol)) this.#learn(id, info.symbol)
    }
    const byItem = this.#streams.get(message.channel)
    if (byItem === undefined || byItem.size === 0) {
      // INSTRUMENT is subscribed for its names, whether or not somebody wants its messages.
      if (message.channel === 'INSTRUMENT' && this.#waitForNames) return
      return this.#onUnrouted(message)
    }
    const item = this.#itemOf(message)
    if (item !== undefined) {
      const streams = byItem.get(item)
      if (streams === undefined) return this.#onUnrouted(message)
      for (const stream of streams) stream.deliver(message, item)
      return
    }
    if (this.#waitForNames && instrumentIdOf(message) !== undefined) return this.#park(message)
    return this.#broadcast(message, byItem)
  }

  /** It names no item: with a single item subscribed it is about that one, else about any of them. */
  #broadcast(message: DataMessage, byItem: ReadonlyMap<string, readonly AnyStream[]>): void {
    if (byItem.size === 1) {
      for (const [item, streams] of byItem) for (const stream of streams) stream.deliver(message, item)
      return
    }
    const streams = new Set([...byItem.values()].flat())
    for (const stream of streams) stream.deliver(message, '')
  }

  /** The payload has not been checked: what is no text names no item. */
  #itemOf(message: DataMessage): string | undefined {
    const item = this.#memberFor(message)
    return isText(item) ? item : undefined
  }

  #memberFor(message: DataMessage): string | undefined {
    if (message.update === 'SNAPSHOT_COMPLETE') return message.item
    switch (message.channel) {
      case 'DEPTH':
        return message.data?.symbol
      case 'INSTRUMENT':
        return message.data?.info?.symbol ?? this.#named(message.data?.id)
      case 'EBBO':
      case 'TRADE':
        return this.#named(message.data?.id)
      default:
        return clientIdOf(message.data)
    }
  }

  #named(id: string | undefined): string | undefined {
    return id === undefined ? undefined : this.#symbols.get(id)
  }

  #learn(id: string, symbol: string): void {
    if (this.#symbols.get(id) === symbol) return
    this.#symbols.set(id, symbol)
    for (const message of this.#parked.splice(0)) this.route(message)
  }

  #park(message: DataMessage): void {
    this.#parked.push(message)
    if (this.#parked.length <= MOST_PARKED) return
    for (const oldest of this.#parked.splice(0, 1)) this.#onUnrouted(oldest)
  }
}

function clientIdOf(report: DropcopyData | undefined): string | undefined {
  return (report?.order_info ?? report?.order ?? report?.modify_info ?? report?.modify)?.client_id
}

function instrumentIdOf(message: DataMessage): string | undefined {
  if (message.update === 'SNAPSHOT_COMPLETE') return undefined
  const id = message.channel === 'EBBO' || message.channel === 'TRADE' ? message.data?.id : undefined
  // One that is null or no text will never get a name.
  return isText(id) ? id : undefined
}
