import type { After } from '../connection/reading-time.ts'
import type { DropcopyData, SubscribableChannel } from '../generated/messages.ts'
import { interestKey } from '../requests/interests.ts'
import { type DataMessage, isText } from '../wire.ts'
import type { AnyStream } from './wants.ts'

/** Most messages that wait for the name of their instrument. */
const MOST_PARKED = 256

/** What routing takes. */
export interface RouterOptions {
  readonly afterReading: After
  /**
   * How long EBBO and TRADE wait for the name of their instrument, in milliseconds; undefined where INSTRUMENT is not subscribed
   * beside them, and no name will come.
   */
  readonly nameTimeoutMs: number | undefined
  /** Is told of messages that nobody wants. */
  readonly onUnrouted: (message: DataMessage) => void
}

/** Finds the subscriptions that a message is for, by channel and item. */
export class Router {
  /** The lists are never changed, only replaced: what is delivered can subscribe and close. */
  readonly #streams = new Map<SubscribableChannel, Map<string, readonly AnyStream[]>>()
  readonly #symbols = new Map<string, string>()
  readonly #options: RouterOptions
  readonly #parked: DataMessage[] = []
  #stopTimer: (() => void) | undefined
  /** Ids that have waited in vain: what follows of them does not wait. */
  readonly #nameless = new Set<string>()

  constructor(options: RouterOptions) {
    this.#options = options
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

  /** Gives up what waits for a name: it belongs to a connection that is gone. Leaves no timer. */
  reset(): void {
    this.#stopWaiting()
    this.#nameless.clear()
    for (const message of this.#parked.splice(0)) this.#options.onUnrouted(message)
  }

  route(message: DataMessage): void {
    const { nameTimeoutMs, onUnrouted } = this.#options
    if (message.channel === 'INSTRUMENT' && message.update !== 'SNAPSHOT_COMPLETE') {
      const { id, info } = message.data ?? {}
      if (isText(id) && isText(info?.symbol)) this.#learn(id, info.symbol)
    }
    const byItem = this.#streams.get(message.channel)
    if (byItem === undefined || byItem.size === 0) {
      // INSTRUMENT is subscribed for its names, whether or not somebody wants its messages.
      if (message.channel === 'INSTRUMENT' && nameTimeoutMs !== undefined) return
      return onUnrouted(message)
    }
    if (nameTimeoutMs !== undefined && this.#isAhead(message)) return this.#park(message, nameTimeoutMs)
    const item = this.#itemOf(message)
    if (item !== undefined) {
      const streams = byItem.get(item)
      if (streams === undefined) return onUnrouted(message)
      for (const stream of streams) stream.deliver(message, item)
      return
    }
    const id = instrumentIdOf(message)
    if (nameTimeoutMs !== undefined && id !== undefined && !this.#nameless.has(id))
      return this.#park(message, nameTimeoutMs)
    if (byItem.size === 1 && id === undefined) return deliverToOnly(message, byItem)
    // It names none of several; or it has an id, which may be of an item that is not subscribed any more.
    for (const stream of new Set([...byItem.values()].flat())) stream.deliver(message, '', id)
    return undefined
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
      case 'DROPCOPY':
        return clientIdOf(message.data)
      // A channel of a later edition: nothing is known to name its item.
      default:
        return undefined
    }
  }

  #named(id: string | undefined): string | undefined {
    return id === undefined ? undefined : this.#symbols.get(id)
  }

  #learn(id: string, symbol: string): void {
    if (this.#symbols.get(id) === symbol) return
    this.#symbols.set(id, symbol)
    this.#stopWaiting()
    for (const message of this.#parked.splice(0)) this.route(message)
  }

  /** Whether it ends a snapshot that may be among what waits for a name: it has come by symbol, and the snapshot by id. */
  #isAhead(message: DataMessage): boolean {
    if (message.update !== 'SNAPSHOT_COMPLETE') return false
    const { channel, item } = message
    const isWaiting = this.#parked.some((waits) => waits.channel === channel && waits.update === 'SNAPSHOT')
    return isWaiting && !(isText(item) && [...this.#symbols.values()].includes(item))
  }

  #park(message: DataMessage, timeoutMs: number): void {
    this.#parked.push(message)
    if (this.#parked.length > MOST_PARKED) this.#release()
    else this.#stopTimer ??= this.#options.afterReading(timeoutMs, () => this.#release())
  }

  /** Nobody names them: they are delivered all the same. */
  #release(): void {
    this.#stopWaiting()
    const parked = this.#parked.splice(0)
    for (const message of parked) this.#nameless.add(instrumentIdOf(message) ?? '')
    for (const message of parked) this.route(message)
  }

  #stopWaiting(): void {
    this.#stopTimer?.()
    this.#stopTimer = undefined
  }
}

/** What names nothing is about the only item there is. */
function deliverToOnly(message: DataMessage, byItem: ReadonlyMap<string, readonly AnyStream[]>): void {
  for (const [item, streams] of byItem) for (const stream of streams) stream.deliver(message, item)
}

function clientIdOf(report: DropcopyData | undefined): string | undefined {
  return (report?.order_info ?? report?.order ?? report?.modify_info ?? report?.modify)?.client_id
}

/** What an EBBO or a TRADE is about, whether or not somebody has named it. */
export function instrumentIdOf(message: DataMessage): string | undefined {
  if (message.update === 'SNAPSHOT_COMPLETE') return undefined
  const id = message.channel === 'EBBO' || message.channel === 'TRADE' ? message.data?.id : undefined
  // One that is null or no text will never get a name.
  return isText(id) ? id : undefined
}
