import type { CefiWsClient, OrderBook } from '@truemarkets/cefi-ws'

export type Feed = 'book' | 'trades' | 'orders'

export type Tail = {
  client: CefiWsClient
  feed: Feed
  items: readonly string[]
  /** Ends after this many lines; null never does. */
  limit: number | null
  json: boolean
  write: (line: string) => void
}

/** Prints what the WebSocket tells, a line a change, until the limit or the end of the client. */
export async function tail(options: Tail): Promise<void> {
  const { limit } = options
  let lines = 0
  for await (const line of linesOf(options)) {
    options.write(line)
    lines += 1
    if (limit !== null && lines >= limit) return
  }
}

function linesOf(options: Tail): AsyncIterable<string> {
  if (options.feed === 'book') return bookLines(options)
  return options.feed === 'trades' ? tradeLines(options) : orderLines(options)
}

async function* tradeLines({ client, items, json }: Tail): AsyncGenerator<string> {
  for await (const message of await client.subscribe({ channel: 'TRADE', items })) {
    if (message.update === 'SNAPSHOT_COMPLETE' || message.data === undefined) continue
    const { id = '', trade_price = '', trade_qty = '' } = message.data
    yield json ? JSON.stringify(message.data) : `${client.symbolOf(id) ?? id}  ${trade_qty} at ${trade_price}`
  }
}

async function* orderLines({ client, items, json }: Tail): AsyncGenerator<string> {
  for await (const { raw, id, status, leaves_qty, executed_qty, text } of await client.dropCopy(items)) {
    yield json
      ? JSON.stringify(raw)
      : `${id ?? ''}  ${status ?? ''}  filled ${executed_qty ?? '0'}, open ${leaves_qty ?? '0'}  ${text ?? ''}`.trimEnd()
  }
}

const shownLevels = 5

async function* bookLines({ client, items, json }: Tail): AsyncGenerator<string> {
  const [symbol = ''] = items
  const book = await client.orderBook(symbol)
  const over = new AbortController()
  let wake: () => void = () => {}
  // What changes while a line is being written must not be lost.
  let isPending = false
  const notify = () => {
    isPending = true
    wake()
  }
  book.on('change', notify)
  book.on('state', notify)
  book.on('end', () => {
    over.abort()
    notify()
  })
  while (!over.signal.aborted) {
    isPending = false
    yield json ? JSON.stringify({ symbol, state: book.state, ...book.depth(shownLevels) }) : bookText(book)
    if (isPending) continue
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}

/** A book that is not live says so first: its levels may be wrong. */
export function bookText(book: Pick<OrderBook, 'symbol' | 'state' | 'depth'>): string {
  const { bids, asks } = book.depth(shownLevels)
  const row = (qty: string, price: string) => `${qty.padStart(14)}  ${price.padStart(14)}`
  return [
    `${book.symbol}  ${book.state}`,
    ...asks.toReversed().map(({ qty, price }) => `${' '.repeat(32)}${row(qty, price)}`),
    ...bids.map(({ qty, price }) => row(qty, price)),
    '',
  ].join('\n')
}
