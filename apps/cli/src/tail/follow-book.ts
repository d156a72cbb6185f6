import type { BookTrouble } from '@truemarkets/cefi-ws'
import type { FeedTools } from './feed-tools.ts'
import type { BookUpdate } from './update.ts'

/** Shows a book, once it is whole, after each change. Changes that come while one is being shown are shown together. */
export async function* followBook({ client, items, levels, nowMs }: FeedTools): AsyncGenerator<BookUpdate> {
  const [symbol = ''] = items
  const book = await client.orderBook(symbol)
  let trouble: BookTrouble | null = null
  let hasNews = false
  let wasWhole = false
  let failure: Error | undefined
  const ended = new AbortController()
  let wake = (): void => {}
  const notify = (): void => {
    hasNews = true
    wake()
  }
  book.on('change', notify)
  book.on('state', (_state, reason) => {
    trouble = reason ?? null
    notify()
  })
  book.on('end', (error) => {
    failure = error
    ended.abort()
    wake()
  })
  while (!ended.signal.aborted) {
    if (hasNews) {
      hasNews = false
      wasWhole ||= book.state !== 'syncing'
      if (!wasWhole) continue
      const { bids, asks } = book.depth(levels)
      yield { feed: 'book', time: new Date(nowMs()).toISOString(), symbol, state: book.state, trouble, bids, asks }
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  if (failure !== undefined) throw failure
}
