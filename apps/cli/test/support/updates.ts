import type { BookUpdate, OrderUpdate, QuoteUpdate, TradeUpdate } from '../../src/tail/update.ts'

const time = '2026-11-20T12:00:01.250Z'

export const book = (given: Partial<BookUpdate> = {}): BookUpdate => ({
  feed: 'book',
  time,
  symbol: 'BTC-PYUSD',
  state: 'live',
  trouble: null,
  bids: [
    { price: '110864', qty: '0.1679' },
    { price: '110863.5', qty: '12' },
  ],
  asks: [{ price: '110868.5', qty: '0.042' }],
  ...given,
})

export const trade = (given: Partial<TradeUpdate> = {}): TradeUpdate => ({
  feed: 'trades',
  time,
  symbol: 'BTC-PYUSD',
  snapshot: false,
  matchId: '799',
  price: '110853',
  qty: '0.0285',
  liquidity: undefined,
  ...given,
})

export const quote = (given: Partial<QuoteUpdate> = {}): QuoteUpdate => ({
  feed: 'quotes',
  time,
  symbol: 'BTC-PYUSD',
  bid: { price: '110854', qty: '0.029' },
  ask: null,
  lastTrade: { price: '110854', qty: undefined },
  ...given,
})

export const order = (given: Partial<OrderUpdate> = {}): OrderUpdate => ({
  feed: 'drop-copy',
  time,
  id: '7994',
  externalId: undefined,
  status: 'FILLED',
  side: 'BUY',
  price: '111000',
  qty: '0.02',
  executedQty: '0.02',
  leavesQty: '0',
  text: undefined,
  ...given,
})
