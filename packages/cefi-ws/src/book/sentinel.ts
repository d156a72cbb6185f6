import type { EbboMessage, PriceQty } from '../generated/messages.ts'
import { isText } from '../wire.ts'

/** The least number the exchange can hold, −2^127 / 10^18: no bid. */
const NO_BID = '-170141183460469231731.687303715884105728'
/** The greatest, (2^127 − 1) / 10^18: no ask. */
const NO_ASK = '170141183460469231731.687303715884105727'

/** One side of the top of a book. */
export interface Quote {
  /** Exact decimal. */
  readonly price: string
  /** Exact decimal, in the base asset; undefined where the message leaves it out. */
  readonly qty: string | undefined
}

/** The top of a book. A side without orders is undefined. */
export interface TopOfBook {
  /** The highest bid. */
  readonly bid: Quote | undefined
  /** The lowest ask. */
  readonly ask: Quote | undefined
  /** The last trade, where the message holds one. */
  readonly lastTrade: Quote | undefined
}

/**
 * The top of the book that an EBBO message holds, with the sentinel prices of empty sides read as "no quote".
 * The raw text stays in the message.
 *
 * @example
 * ```ts
 * for await (const message of ebbo) {
 *   if (message.update !== 'SNAPSHOT_COMPLETE') console.log(topOfBook(message).bid?.price)
 * }
 * ```
 */
export function topOfBook(message: EbboMessage): TopOfBook {
  const info = message.data?.info
  return { bid: quote(info?.best_bid), ask: quote(info?.best_ask), lastTrade: quote(info?.last_trade) }
}

/**
 * Whether a price means that there is no quote: zero, or either end of the exchange's numbers.
 * Compared as text, since a double would confuse the ends with their neighbours.
 *
 * @example
 * ```ts
 * console.log(isSentinel('170141183460469231731.687303715884105727')) // true
 * ```
 */
export function isSentinel(price: string): boolean {
  return price === NO_BID || price === NO_ASK || /^-?0+(?:\.0*)?$/.test(price)
}

function quote(side: PriceQty | undefined): Quote | undefined {
  const price = side?.price
  // The payload has not been checked; the digits of a price that came as a number are lost.
  if (!isText(price) || isSentinel(price)) return undefined
  return { price, qty: isText(side?.qty) ? side.qty : undefined }
}
