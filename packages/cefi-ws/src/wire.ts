import type { Confirmation, SnapshotComplete, SubscribableChannel, Welcome } from './generated/messages.ts'
import type { ServerMessage } from './generated/unions.ts'

/** The data messages of each channel. */
export type ChannelMessages = {
  readonly [Channel in SubscribableChannel]: Extract<ServerMessage, { readonly channel: Channel }>
}

/** What a subscription to a channel delivers: the channel's messages, and the end of each item's snapshot. */
export type MessageOn<Channel extends SubscribableChannel> = ChannelMessages[Channel] | SnapshotComplete

/** Any message that a subscription can deliver. */
export type DataMessage = MessageOn<SubscribableChannel>

/** What the client acts on. Any other message, also one that a later edition adds to another channel, is `unknown`. */
export type KnownMessage = Welcome | Confirmation | DataMessage

/** What a message says of the connection. Those of a later edition may leave it out. */
export type StatusNote = Pick<KnownMessage, 'channel' | 'update'> & { readonly status?: Confirmation['status'] }

/** The channels in the order of asking. INSTRUMENT first: it translates the ids that EBBO and TRADE carry. */
export const CHANNELS = Object.keys({
  INSTRUMENT: true,
  EBBO: true,
  DEPTH: true,
  TRADE: true,
  DROPCOPY: true,
} satisfies Record<SubscribableChannel, true>) as readonly SubscribableChannel[]

const SUBSCRIBABLE: ReadonlySet<string> = new Set(CHANNELS)

export function isSubscribable(channel: string): channel is SubscribableChannel {
  return SUBSCRIBABLE.has(channel)
}

export function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** A value as JSON; undefined for what is nested deeper than the stack is, which can be read and not be written. */
export function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

/** Nothing is published as nullable, and null means the same as a member that is left out. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null
}
