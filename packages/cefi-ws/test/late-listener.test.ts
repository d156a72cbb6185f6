import { describe, expect, it } from 'vitest'
import type { OrderBook } from '../src/book/order-book.ts'
import { complete, confirmation, depthSnapshot, depthUpdate } from './support/frames.ts'
import type { Script } from './support/script.ts'
import { BTC, CLOSING, confirmed, opened } from './support/start.ts'

/** A book whose confirmation and snapshot came in one breath, so that it was live before its caller had it. */
async function liveFromTheStart(): Promise<{ readonly script: Script; readonly book: OrderBook }> {
  const script = await opened()
  const opening = script.client.orderBook(BTC)
  await script.did()
  await script.receiveAtOnce(
    confirmation('UNAUTHENTICATED', ['DEPTH', BTC]),
    depthSnapshot(BTC, [['99', '1']], [['101', '1']]),
    complete('DEPTH', BTC),
  )
  await script.did()
  return { script, book: await opening }
}

function listen(script: Script, book: OrderBook): void {
  book.on('state', (state, trouble) => script.note(`book ${state} ${trouble ?? ''}`.trim()))
  book.on('change', () => script.note(`best bid ${book.bestBid?.price}`))
}

describe('one who listens to a book after it became live', () => {
  it('hears that it did, and of its levels, once', async () => {
    const { script, book } = await liveFromTheStart()
    listen(script, book)
    expect(await script.did()).toEqual(['book live', 'best bid 99'])
    listen(script, book)
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING, 'book stale ended', 'book stale ended')
  })

  it('hears it when the listening can be ended', async () => {
    const { script, book } = await liveFromTheStart()
    const off = book.on('state', (state) => {
      off()
      script.note(state)
    })
    expect(await script.did()).toEqual(['live'])
    await script.end(...CLOSING)
  })

  it('hears nothing when the listening was ended at once, and leaves it to the next', async () => {
    const { script, book } = await liveFromTheStart()
    book.on('state', () => script.note('never'))()
    expect(await script.did()).toEqual([])
    listen(script, book)
    expect(await script.did()).toEqual(['book live', 'best bid 99'])
    await script.end(...CLOSING, 'book stale ended')
  })

  it('hears of a change that comes first as one', async () => {
    const { script, book } = await liveFromTheStart()
    listen(script, book)
    book.close()
    expect(await script.did()).toEqual(['book stale ended', `send UNSUBSCRIBE_NO_AUTH DEPTH ${BTC}`])
    await script.end(...CLOSING)
  })

  it('hears why it is stale, and of no levels that may be wrong', async () => {
    const { script, book } = await liveFromTheStart()
    await script.receive('no JSON')
    await script.did()
    listen(script, book)
    expect(await script.did()).toEqual(['book stale corrupt'])
    await script.end(...CLOSING)
  })
})

describe('one who listens to a book before it is live', () => {
  it('hears of each change once', async () => {
    const script = await opened()
    const book = await confirmed(script, script.client.orderBook(BTC))
    listen(script, book)
    await script.did()
    await script.receive(depthSnapshot(BTC, [['99', '1']], []), complete('DEPTH', BTC))
    expect(await script.did()).toEqual(['book live', 'best bid 99'])
    await script.receive(depthUpdate(BTC, [['100', '1']], []))
    expect(await script.did()).toEqual(['best bid 100'])
    book.on('change', () => script.note('twice'))
    expect(await script.did()).toEqual([])
    await script.end(...CLOSING, 'book stale ended')
  })
})
