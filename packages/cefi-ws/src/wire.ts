import type {
  DepthMessage,
  DropcopyMessage,
  EbboMessage,
  InstrumentMessage,
  SnapshotComplete,
  SubscribableChannel,
  TradeMessage,
} from './generated/messages.ts'

/** The data message of each channel. */
export interface ChannelMessages {
  readonly INSTRUMENT: InstrumentMessage
  readonly EBBO: EbboMessage
  readonly DEPTH: DepthMessage
  readonly TRADE: TradeMessage
  readonly DROPCOPY: DropcopyMessage
}

/** What a subscription to a channel delivers: the channel's messages, and the end of each item's snapshot. */
export type MessageOn<Channel extends SubscribableChannel> = ChannelMessages[Channel] | SnapshotComplete

/** Any message that a subscription can deliver. */
export type DataMessage = MessageOn<SubscribableChannel>

const SUBSCRIBABLE: ReadonlySet<string> = new Set<SubscribableChannel>([
  'INSTRUMENT',
  'EBBO',
  'DEPTH',
  'TRADE',
  'DROPCOPY',
])

export function isSubscribable(channel: string): channel is SubscribableChannel {
  return SUBSCRIBABLE.has(channel)
}

export function isText(value: unknown): value is string {
  return typeof value === 'string'
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Nothing is published as nullable, and null means the same as a member that is left out. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null
}
