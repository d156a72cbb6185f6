import { formatDecimal } from '../exchange/decimal.ts'
import type { DepthEvent, TradeEvent } from '../exchange/events.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Instrument, Level, TopOfBook } from '../exchange/types.ts'
import { instrumentView, levelView } from '../exchange/views.ts'

// The `data` of each message. Every scalar is text.

/** A side without orders, as the publisher's code knows it: the ends of a 128-bit integer scaled by 10^18. */
const NO_BID = '-170141183460469231731.687303715884105728'
const NO_ASK = '170141183460469231731.687303715884105727'

export function instrumentData(exchange: Exchange, instrument: Instrument): unknown {
  return instrumentView(instrument, exchange.instrumentStats(instrument.id))
}

/** @param sentinels whether an empty side shows as a sentinel price or is left out (W18) */
export function ebboData(top: TopOfBook, sentinels: boolean): unknown {
  const { instrument, bestBid, bestAsk, lastTrade } = top
  const side = (name: string, level: Level | undefined, sentinel: string) => {
    if (level !== undefined) return { [name]: levelView(level) }
    return sentinels ? { [name]: { price: sentinel, qty: '0' } } : {}
  }
  return {
    id: instrument.id,
    status: instrument.status === 'ACTIVE' ? 'ENABLED' : 'DISABLED',
    info: {
      ...side('best_bid', bestBid, NO_BID),
      ...side('best_ask', bestAsk, NO_ASK),
      ...(lastTrade === undefined
        ? {}
        : { last_trade: { price: formatDecimal(lastTrade.price), qty: formatDecimal(lastTrade.qty) } }),
      last_update: top.updatedAt.toString(),
    },
  }
}

/**
 * Levels with their absolute size; zero removes one.
 * @param otherwise whether the instrument has its id too, and the best level comes last (W5)
 */
export function depthData({ instrument, bids, asks }: DepthEvent, otherwise: boolean): unknown {
  const side = (levels: readonly Level[]) => (otherwise ? levels.toReversed() : levels).map(levelView)
  return {
    ...(otherwise ? { id: instrument.id } : {}),
    symbol: instrument.symbol,
    bids: side(bids),
    asks: side(asks),
  }
}

/** @param withId whether the instrument is named at all (W8) */
export function tradeData(trade: TradeEvent, withId: boolean): unknown {
  return {
    ...(withId ? { id: trade.instrument.id } : {}),
    match_id: trade.matchId,
    trade_price: formatDecimal(trade.price),
    trade_qty: formatDecimal(trade.qty),
    liq_flag: 'TAKER',
  }
}
