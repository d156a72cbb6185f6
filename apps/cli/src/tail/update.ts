import type { BookState, BookTrouble } from '@truemarkets/cefi-ws'

/** A price with its quantity, both exact decimals as they came; undefined where there is none. */
export interface Level {
  readonly price: string
  readonly qty: string | undefined
}

/** A book after a change. A book that is not `live` may be wrong. */
export interface BookUpdate {
  readonly feed: 'book'
  /** When it arrived here, RFC 3339. */
  readonly time: string
  readonly symbol: string
  readonly state: BookState
  /** Why it is stale; null while it is not. */
  readonly trouble: BookTrouble | null
  /** Best first. */
  readonly bids: readonly Level[]
  /** Best first. */
  readonly asks: readonly Level[]
}

/** A trade. `snapshot`: it was made before this began to listen. */
export interface TradeUpdate {
  readonly feed: 'trades'
  readonly time: string
  readonly symbol: string
  readonly snapshot: boolean
  readonly matchId: string | undefined
  readonly price: string | undefined
  readonly qty: string | undefined
  /** Whether this is the side of the taker or of the maker, as it came. */
  readonly liquidity: string | undefined
}

/** The top of a book; a side without orders is null. */
export interface QuoteUpdate {
  readonly feed: 'quotes'
  readonly time: string
  readonly symbol: string
  readonly bid: Level | null
  readonly ask: Level | null
  readonly lastTrade: Level | null
}

/** The latest known state of an order. Any member may be missing: the payload is not published (W3). */
export interface OrderUpdate {
  readonly feed: 'drop-copy'
  readonly time: string
  readonly id: string | undefined
  readonly externalId: string | undefined
  readonly status: string | undefined
  readonly side: string | undefined
  readonly price: string | undefined
  readonly qty: string | undefined
  readonly executedQty: string | undefined
  readonly leavesQty: string | undefined
  readonly text: string | undefined
}

/** Anything that can be followed. */
export type Update = BookUpdate | TradeUpdate | QuoteUpdate | OrderUpdate

/** The names of what can be followed. */
export type FeedName = Update['feed']
