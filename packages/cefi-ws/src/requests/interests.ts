import type { SubscribableChannel } from '../generated/messages.ts'

/** One item on one channel. */
export interface Interest {
  readonly channel: SubscribableChannel
  readonly item: string
  /** With credentials or without; it is subscribed and unsubscribed the same way (question `W13`). */
  readonly signed: boolean
}

/** An interest of a subscription. */
export interface Wanted extends Interest {
  /** When it is asked for: what has a lower number comes before, and nothing that has another comes along. */
  readonly turn: number
}

/** An interest that the server has confirmed. */
export interface Held extends Interest {
  /** Its state may be wrong: it is to be unsubscribed and subscribed again for the sake of a fresh snapshot. */
  readonly refresh: boolean
}

/** Names a channel and an item in one text. Channel names hold no space. */
export function interestKey(channel: SubscribableChannel, item: string): string {
  return `${channel} ${item}`
}

/** Whether what has a key is about one of these, or may be: nobody knows what is about no item. */
export function mayBeOf(key: string, keys: Iterable<string>): boolean {
  return [...keys].some((each) => each === key || (key.endsWith(' ') && each.startsWith(key)))
}

/** The keys of the interests that match. */
export function keysWhere<Kind extends Interest>(
  interests: ReadonlyMap<string, Kind>,
  matches: (interest: Kind, key: string) => boolean,
): ReadonlySet<string> {
  return new Set([...interests].filter(([key, interest]) => matches(interest, key)).map(([key]) => key))
}
