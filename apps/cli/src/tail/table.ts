import { atPoint, columns } from '../columns.ts'
import { printable } from '../printable.ts'
import type { Paint } from '../style.ts'
import type { Board } from './board.ts'
import type { BookUpdate, FeedName, Level, OrderUpdate, QuoteUpdate, TradeUpdate } from './update.ts'

/** The board as a table of at most `height` lines, its head included. */
export function tableOf(feed: FeedName, board: Board, height: number, paint: Paint): string[] {
  if (feed === 'book')
    return bookTable(
      board.find((update) => update.feed === 'book'),
      height,
      paint,
    )
  const [head = '', ...rows] = listOf(feed, board.slice(0, height - 1))
  return [paint('dim', head), ...rows.map(printable)]
}

function listOf(feed: Exclude<FeedName, 'book'>, board: Board): string[] {
  if (feed === 'trades') return tradeTable(board.filter((update) => update.feed === 'trades'))
  if (feed === 'quotes') return quoteTable(board.filter((update) => update.feed === 'quotes'))
  return orderTable(board.filter((update) => update.feed === 'drop-copy'))
}

/** Both sides from the best level on, bids on the left. A book that is not live is dimmed: its levels may be wrong. */
function bookTable(book: BookUpdate | undefined, height: number, paint: Paint): string[] {
  if (book === undefined) return []
  const shown = Math.min(height - 1, Math.max(book.bids.length, book.asks.length))
  const [bids, asks] = [book.bids.slice(0, shown), book.asks.slice(0, shown)]
  const cells = [quantities(bids), prices(bids), prices(asks), quantities(asks)]
  const titles = ['qty', 'bid', 'ask', 'qty']
  const widths = cells.map((column, index) =>
    Math.max((titles[index] ?? '').length, ...column.map(({ length }) => length)),
  )
  const line = (texts: readonly string[], tone: (side: 'green' | 'red', text: string) => string) => {
    const [bidQty = '', bid = '', ask = '', askQty = ''] = texts.map((text, index) => text.padStart(widths[index] ?? 0))
    return `${bidQty}  ${tone('green', bid)}  │  ${tone('red', ask)}  ${askQty}`.trimEnd()
  }
  const tone = book.state === 'live' ? paint : (_side: string, text: string) => paint('dim', text)
  const rows = Array.from({ length: shown }, (_, row) =>
    line(
      cells.map((column) => column[row] ?? ''),
      tone,
    ),
  )
  return [
    paint(
      'dim',
      line(titles, (_side, text) => text),
    ),
    ...rows,
  ]
}

function tradeTable(trades: readonly TradeUpdate[]): string[] {
  const qty = atPoint(trades.map((trade) => trade.qty ?? ''))
  const price = atPoint(trades.map((trade) => trade.price ?? ''))
  const rows = trades.map(({ time, symbol, snapshot, matchId = '' }, row) => {
    return [snapshot ? 'before' : clock(time), symbol, price[row] ?? '', qty[row] ?? '', matchId]
  })
  return columns([['time', 'symbol', 'price', 'qty', 'match'], ...rows], ['left', 'left', 'right', 'right', 'left'])
}

function quoteTable(quotes: readonly QuoteUpdate[]): string[] {
  const rows = quotes.map(({ time, symbol, bid, ask, lastTrade }) => {
    return [
      symbol,
      bid?.qty ?? '',
      bid?.price ?? '',
      ask?.price ?? '',
      ask?.qty ?? '',
      lastTrade?.price ?? '',
      clock(time),
    ]
  })
  const head = ['symbol', 'qty', 'bid', 'ask', 'qty', 'last', 'time']
  return columns([head, ...rows], ['left', 'right', 'right', 'right', 'right', 'right', 'left'])
}

function orderTable(orders: readonly OrderUpdate[]): string[] {
  const rows = orders.map(({ time, id, status, side, qty, price, executedQty, leavesQty, text }) => {
    const cells = [id, status, side, qty, price, executedQty, leavesQty, text]
    return [clock(time), ...cells.map((cell) => cell ?? '')]
  })
  const head = ['time', 'order', 'status', 'side', 'qty', 'price', 'filled', 'open', 'text']
  return columns([head, ...rows], ['left', 'left', 'left', 'left', 'right', 'right', 'right', 'right', 'left'])
}

function prices(levels: readonly Level[]): string[] {
  return atPoint(levels.map(({ price }) => printable(price)))
}

function quantities(levels: readonly Level[]): string[] {
  return atPoint(levels.map(({ qty }) => printable(qty ?? '')))
}

/** The time of day, UTC, from an RFC 3339 time. */
function clock(time: string): string {
  return time.slice(11, 23)
}
