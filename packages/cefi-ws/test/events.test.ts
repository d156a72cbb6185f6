import { expect, it } from 'vitest'
import { CLOSING, subscribed, withBook } from './support/start.ts'

it('a client and a subscription have no other events than their own', async () => {
  const { script, depth } = await subscribed()
  expect(() => script.client.on('open' as never, () => {})).toThrow('The client has no event "open".')
  expect(() => depth.on('messages' as never, () => {})).toThrow('The subscription has no event "messages".')
  await script.end(...CLOSING)
})

it('a book has no other events than its own', async () => {
  const { script, book } = await withBook()
  expect(() => book.on('changed' as never, () => {})).toThrow('The order book has no event "changed".')
  await script.end(...CLOSING, 'book stale: ended')
})
