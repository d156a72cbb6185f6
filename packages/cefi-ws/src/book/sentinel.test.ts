import { describe, expect, it } from 'vitest'
import type { EbboMessage } from '../generated/messages.ts'
import { isSentinel, topOfBook } from './sentinel.ts'

const NO_BID = '-170141183460469231731.687303715884105728'
const NO_ASK = '170141183460469231731.687303715884105727'

describe('a price', () => {
  it.each(['0', '0.0', '0.', '-0', NO_BID, NO_ASK])('of %s means that there is no quote', (price) => {
    expect(isSentinel(price)).toBe(true)
  })

  // The neighbours of the ends, which a double takes for the ends.
  it.each([
    '0.000000000000000001',
    '-170141183460469231731.687303715884105727',
    '170141183460469231731.687303715884105726',
  ])('of %s is a quote', (price) => {
    expect(isSentinel(price)).toBe(false)
  })
})

describe('the top of a book', () => {
  it('has both quotes and the last trade, each as it was sent', () => {
    const [best_bid, best_ask, last_trade] = ['99.10', '101.0', '100'].map((price) => ({ price, qty: '1.50' }))
    const data = { info: { best_bid, best_ask, last_trade } }
    expect(topOfBook({ channel: 'EBBO', update: 'UPDATE', data } as EbboMessage)).toEqual({
      bid: best_bid,
      ask: best_ask,
      lastTrade: last_trade,
    })
  })

  it('has no quote on a side that is empty, missing or null', () => {
    const message = (info: unknown): EbboMessage =>
      ({ channel: 'EBBO', update: 'UPDATE', data: { info } }) as EbboMessage
    expect(topOfBook(message({ best_bid: { price: '99', qty: '1' }, best_ask: { price: NO_ASK, qty: '0' } }))).toEqual({
      bid: { price: '99', qty: '1' },
      ask: undefined,
      lastTrade: undefined,
    })
    expect(topOfBook(message({ best_bid: null, best_ask: { price: null } }))).toMatchObject({
      bid: undefined,
      ask: undefined,
    })
    expect(topOfBook({ channel: 'EBBO', update: 'SNAPSHOT' })).toMatchObject({ bid: undefined })
    // Numbers, whose digits may be lost.
    expect(
      topOfBook(message({ best_bid: { price: 99.1, qty: '1' }, best_ask: { price: '101', qty: 1 } })),
    ).toMatchObject({
      bid: undefined,
      ask: { price: '101', qty: undefined },
    })
  })
})
