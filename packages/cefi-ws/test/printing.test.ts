import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { confirmation, depthUpdate, dropcopy, trade } from './support/frames.ts'
import { auth, BTC, CLOSING, confirmed, ETH, failure, opened, withBook } from './support/start.ts'

const CLIENT = '78901985048264710'
const LEVEL = { price: '99', qty: '1', orderCount: undefined, lastUpdate: undefined }

/** On one line. */
function print(value: unknown): string {
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY, compact: true })
}

describe('what is printed', () => {
  it('of a level is what the exchange says of it, also when it is copied or written as JSON', async () => {
    const { script, book } = await withBook()
    const best = book.bestBid
    expect(print(best)).toBe("Level { price: '99', qty: '1', orderCount: undefined, lastUpdate: undefined }")
    expect({ ...best }).toStrictEqual(LEVEL)
    expect(JSON.stringify(best)).toBe('{"price":"99","qty":"1"}')
    expect([...book.bids()]).toEqual([LEVEL])
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('of a book is how far it can be trusted, and its top', async () => {
    const { script, book } = await withBook()
    await script.receive(depthUpdate(BTC, [], [['101', '0']]))
    expect(print(book)).toBe(`{ symbol: '${BTC}', state: 'live', bestBid: ${print(book.bestBid)}, bestAsk: undefined }`)
    expect(JSON.stringify(book)).toBe(`{"symbol":"${BTC}","state":"live","bestBid":{"price":"99","qty":"1"}}`)
    expect(print(book.bids())).toBe(print([...book.bids()]))
    await script.end(...CLOSING, 'book stale: ended')
  })

  it('of a subscription is what it follows, and what waits', async () => {
    const script = await opened({ resolveSymbols: false, buffer: { policy: 'dropOldest', capacity: 1 } })
    const trades = await confirmed(script, script.client.subscribe({ channel: 'TRADE', items: [BTC, ETH] }))
    await script.receive(trade('1', '1'), trade('1', '2'))
    expect(print(trades)).toBe(`{ channel: 'TRADE', items: [ '${BTC}', '${ETH}' ], buffered: 1, dropped: 1 }`)
    await script.end(...CLOSING)
  })

  it('of a client is where it stands, and nothing of its credentials', async () => {
    const script = await opened({ auth })
    expect(inspect(script.client, { depth: 9, showHidden: true })).toBe("{ state: 'open' }")
    await script.end(...CLOSING)
  })

  it('of a refusal names the items and the status, also as JSON', async () => {
    const script = await opened()
    const refused = failure(script.client.subscribe({ channel: 'DEPTH', items: [BTC] }))
    await script.did()
    await script.receive(confirmation('INVALID'))
    await script.did()
    expect(JSON.parse(JSON.stringify(await refused))).toMatchObject({
      name: 'SubscriptionRefusedError',
      code: 'rejected',
      connectionStatus: 'INVALID',
      items: [BTC],
    })
    await script.end(...CLOSING)
  })
})

describe('the orders of a drop copy', () => {
  it('can be gone through more than once, and stay as they were read', async () => {
    const script = await opened({ auth })
    const copy = await confirmed(script, script.client.dropCopy([CLIENT]))
    await script.receive(dropcopy({ id: '1', status: 'ACTIVE' }))
    const { orders } = copy
    await script.receive(dropcopy({ id: '2', status: 'ACTIVE' }))
    expect([orders.map(({ id }) => id), orders.map(({ id }) => id)]).toEqual([['1'], ['1']])
    expect(copy.orders.map(({ id }) => id)).toEqual(['1', '2'])
    await script.end(...CLOSING)
  })
})
