/** The channels that a request may name. */
export const CHANNELS = ['INSTRUMENT', 'EBBO', 'DEPTH', 'TRADE', 'DROPCOPY'] as const
export type Channel = (typeof CHANNELS)[number]

export type ConnectionStatus = 'INVALID' | 'ERROR' | 'UNAUTHORIZED' | 'UNAUTHENTICATED' | 'AUTHENTICATED'

/** How an item was asked for: with credentials it flows in real time, without in batches. */
export type Mode = 'signed' | 'open'

/** One channel of one item, asked for in one mode. */
export interface Subscription {
  readonly channel: Channel
  readonly item: string
  readonly mode: Mode
}

export interface SubscriptionRequest {
  readonly action: 'subscribe' | 'unsubscribe'
  readonly mode: Mode
  readonly channels: readonly Channel[]
  readonly items: readonly string[]
  readonly timestamp: string
  /** Present in mode `signed`. */
  readonly credentials:
    | { readonly organizationId: string; readonly key: string; readonly signature: string }
    | undefined
}
