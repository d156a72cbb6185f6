import { topOfBook } from '@truemarkets/cefi-ws'
import type { FeedTools } from './feed-tools.ts'
import { followBook } from './follow-book.ts'
import type { FeedName, Level, OrderUpdate, QuoteUpdate, TradeUpdate, Update } from './update.ts'

/**
 * Follows a feed until its client is closed.
 *
 * **Failure.** The iteration throws what the subscription ended with.
 */
export function follow(feed: FeedName, tools: FeedTools): AsyncIterable<Update> {
  return FOLLOWERS[feed](tools)
}

const FOLLOWERS: Readonly<Record<FeedName, (tools: FeedTools) => AsyncIterable<Update>>> = {
  book: followBook,
  trades: followTrades,
  quotes: followQuotes,
  'drop-copy': followOrders,
}

async function* followTrades({ client, items, nowMs }: FeedTools): AsyncGenerator<TradeUpdate> {
  for await (const { update, ...message } of await client.subscribe({ channel: 'TRADE', items })) {
    if (!('data' in message) || message.data === undefined) continue
    const { id = '', match_id: matchId, trade_price: price, trade_qty: qty, liq_flag: liquidity } = message.data
    const symbol = client.symbolOf(id) ?? id
    yield {
      feed: 'trades',
      time: iso(nowMs()),
      symbol,
      snapshot: update === 'SNAPSHOT',
      matchId,
      price,
      qty,
      liquidity,
    }
  }
}

async function* followQuotes({ client, items, nowMs }: FeedTools): AsyncGenerator<QuoteUpdate> {
  // A reader that falls behind wants the newest quote, not every one.
  const buffer = { policy: 'latest' } as const
  for await (const message of await client.subscribe({ channel: 'EBBO', items, buffer })) {
    if (message.update === 'SNAPSHOT_COMPLETE' || message.data === undefined) continue
    const { bid, ask, lastTrade } = topOfBook(message)
    const { id = '' } = message.data
    yield {
      feed: 'quotes',
      time: iso(nowMs()),
      symbol: client.symbolOf(id) ?? id,
      bid: orNull(bid),
      ask: orNull(ask),
      lastTrade: orNull(lastTrade),
    }
  }
}

async function* followOrders({ client, items, nowMs }: FeedTools): AsyncGenerator<OrderUpdate> {
  for await (const order of await client.dropCopy(items)) {
    yield {
      feed: 'drop-copy',
      time: iso(nowMs()),
      id: order.id,
      externalId: order.external_id,
      status: order.status,
      side: order.order_info?.side,
      price: order.order_info?.price,
      qty: order.order_info?.qty,
      executedQty: order.executed_qty,
      leavesQty: order.leaves_qty,
      text: order.text,
    }
  }
}

function orNull(quote: Level | undefined): Level | null {
  return quote ?? null
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString()
}
