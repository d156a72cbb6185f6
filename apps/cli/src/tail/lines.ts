import { printable } from '../printable.ts'
import type { BookUpdate, Level, OrderUpdate, QuoteUpdate, TradeUpdate, Update } from './update.ts'

/** An update on one line, for logs and pipes. */
export function lineOf(update: Update): string {
  return printable([update.time, ...parts(update)].join('  ').trimEnd())
}

/** An update as one line of JSON. */
export function jsonLineOf(update: Update): string {
  return JSON.stringify(update)
}

function parts(update: Update): string[] {
  if (update.feed === 'book') return bookParts(update)
  if (update.feed === 'trades') return tradeParts(update)
  return update.feed === 'quotes' ? quoteParts(update) : orderParts(update)
}

function bookParts({ symbol, state, trouble, bids, asks }: BookUpdate): string[] {
  return [symbol, trouble === null ? state : `${state} (${trouble})`, ...sides(bids[0], asks[0])]
}

function quoteParts({ symbol, bid, ask, lastTrade }: QuoteUpdate): string[] {
  const last = lastTrade === null ? [] : [`last ${lastTrade.price}`]
  return [symbol, ...sides(bid, ask), ...last]
}

function tradeParts({ symbol, qty, price, snapshot }: TradeUpdate): string[] {
  return [symbol, `${qty ?? '?'} at ${price ?? '?'}`, snapshot ? 'before' : '']
}

function orderParts({ id, status, side, qty, price, executedQty, leavesQty, text }: OrderUpdate): string[] {
  const order = [side, qty, price === undefined ? undefined : `at ${price}`].filter((part) => part !== undefined)
  return [
    id ?? 'no id',
    status ?? 'no status',
    order.join(' '),
    `filled ${executedQty ?? '?'}`,
    `open ${leavesQty ?? '?'}`,
    text ?? '',
  ].filter((part) => part !== '')
}

function sides(bid: Level | null | undefined, ask: Level | null | undefined): string[] {
  const side = (level: Level | null | undefined) => (level ? `${level.qty ?? '?'} at ${level.price}` : 'none')
  return [`bid ${side(bid)}`, `ask ${side(ask)}`]
}
