import type { CefiWsClient } from '@truemarkets/cefi-ws'

/** What a feed is followed with. */
export interface FeedTools {
  readonly client: CefiWsClient
  /** Symbols, or client ids for `drop-copy`. */
  readonly items: readonly string[]
  /** How many levels of a book are shown. */
  readonly levels: number
  readonly nowMs: () => number
}
