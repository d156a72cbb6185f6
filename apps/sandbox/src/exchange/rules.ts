import { type Decimal, divide, floorTo, multiply } from './decimal.ts'
import type { FeeSchedule } from './fee-schedule.ts'
import type { Instrument, LiquidityFlag, Modification, Nanos, Order, Side, Transfer } from './types.ts'

/** What an order sets aside: base for a sell; notional and fee, both in quote, for a buy. */
export interface Hold {
  readonly amount: Decimal
  readonly fee: Decimal
}

const HOUR: Nanos = 3_600_000_000_000n
/** Orders stay readable one by one for 28 days "at present", in lists for 24 hours (CeFi REST, 8.12 and 8.14). */
const STATUS_KEPT = 28n * 24n * HOUR
const LIST_KEPT = 24n * HOUR
/** Seen on UAT for one client (CeFi REST, 13). */
const MAX_OPEN_ORDERS = 50

/**
 * Every decision of the exchange that a client could tell was made wrongly. Each is a pure function of its own, so that a
 * test can start a sandbox with one of them broken (`SandboxOptions.broken`) and see whether anybody notices.
 * The fact sheets behind them stand in the contracts; what they leave open is ours, see the README.
 */
export const exchangeRules = {
  /** A size is a multiple of the base increment (CeFi REST, 13: 0.0001 BTC). */
  isMultiple: (qty: Decimal, increment: Decimal): boolean => qty % increment === 0n,

  /** A price is a multiple of the tick (CeFi REST, 13: 0.5). */
  isOnTick: (price: Decimal, tick: Decimal): boolean => price % tick === 0n,

  /** The minimum notional (CeFi REST, 13: 1). */
  reachesMinimum: (notional: Decimal, { minNotional }: Instrument): boolean => notional >= minNotional,

  /** Prices are valid within `price_bands_percent` of the middle of the book, a fraction (CeFi REST, 9.7 and D23). */
  isInBand: (price: Decimal, mid: Decimal, { priceBand }: Instrument): boolean =>
    (price > mid ? price - mid : mid - price) <= multiply(mid, priceBand),

  /** Whether a client that has this many open orders, the new one among them, is within its limit (CeFi REST, 13: 50). */
  mayHaveOpen: (openOrders: number): boolean => openOrders <= MAX_OPEN_ORDERS,

  /** Only an `ACTIVE` instrument trades (CeFi REST, 9.7; CeFi WebSocket, 5.5). */
  isTrading: ({ status }: Instrument): boolean => status === 'ACTIVE',

  /** Price priority, which is ours: whether resting orders at `price` come before those at `other`. */
  comesFirst: (side: Side, price: Decimal, other: Decimal): boolean => (side === 'BUY' ? price > other : price < other),

  /** Time priority, which is ours: which of the orders at one price, in order of arrival, trades first. */
  firstAtPrice: (orders: Iterable<Order>): Order | undefined => {
    const [first] = orders
    return first
  },

  /** Whether an order on `side` limited to `limit` may trade with a level at `price` (CeFi REST, 9.13: `price`). */
  crosses: (side: Side, limit: Decimal, price: Decimal): boolean => (side === 'BUY' ? price <= limit : price >= limit),

  /** `ALO` adds liquidity only: accepted, and canceled when it would trade (CeFi REST, 9.13 and 13). */
  mayTake: ({ execInstFlags }: Order): boolean => !execInstFlags.includes('ALO'),

  /** Whether what is left of an order may rest: `IOC` and `MARKET` never do (CeFi REST, 9.13). */
  mayRest: ({ type, tif }: Order): boolean => type === 'LIMIT' && tif === 'GTC',

  /** What happens when an order meets one of its own client: `stp` (CeFi REST, 9.13). */
  selfTrade: (taker: Order, maker: Order): Order['stp'] => (maker.clientId === taker.clientId ? taker.stp : 'NONE'),

  /** A trade happens at the price of the order that rested; ours. */
  tradePrice: (_takerLimit: Decimal, makerPrice: Decimal): Decimal => makerPrice,

  /** Makers and takers pay by rates of their own, which are ours (CeFi REST, 9.17: `trade_fee_rate`, `liq_flag`). */
  feeRate: (liquidity: LiquidityFlag, { maker, taker }: FeeSchedule): Decimal =>
    liquidity === 'MAKER' ? maker : taker,

  /** A fee is a share of the notional (CeFi REST, 9.17: `trade_fee_rate`). */
  fee: (notional: Decimal, rate: Decimal): Decimal => multiply(notional, rate),

  /** What an order of this open size holds (CeFi REST, 9.18: `order_hold`, `fees_hold`). */
  hold: (order: Order, open: Decimal, price: Decimal | undefined): Hold => {
    if (order.side === 'SELL') return { amount: open, fee: 0n }
    const amount = multiply(price ?? 0n, open)
    return { amount, fee: multiply(amount, order.feeRate) }
  },

  /** What an order that has ended still holds: nothing (CeFi REST, 9.18: `order_hold` is held by open orders). */
  holdAtEnd: (_order: Order): Hold => ({ amount: 0n, fee: 0n }),

  /** Whether an account can pay: nothing that is held or owed is used twice (CeFi REST, 9.18). */
  covers: (available: Decimal, needed: Decimal): boolean => needed <= 0n || available >= needed,

  /** A cancel or a change has only begun when its request is answered; fills may still arrive (CeFi REST, 8.11). */
  takesTime: (_request: 'cancel' | 'modify'): boolean => true,

  /** Only a smaller size at the same price keeps an order's place in the queue; ours. */
  keepsPlace: (order: Order, { newType, newPrice, newQty }: Modification): boolean =>
    newType === undefined && newPrice === order.price && newQty <= order.qty,

  /** Base quantity of an order after a change (CeFi REST, 9.15: `new_qty`). */
  sizeAfter: (_order: Order, { newQty }: Modification): Decimal => newQty,

  /** Orders are shown to the clients that the credentials may act for (CeFi REST, 8.7 and 11: 403, 404). */
  isOf: ({ clientId }: Order, clientIds: readonly string[]): boolean => clientIds.includes(clientId),

  /** How long an ended order is found by its id (CeFi REST, 8.12). */
  isKept: (updatedAt: Nanos, now: Nanos): boolean => updatedAt >= now - STATUS_KEPT,

  /** How far back the lists of orders, trades and transfers go (CeFi REST, 8.14, 8.15, 8.18). */
  isListed: (at: Nanos, now: Nanos): boolean => at >= now - LIST_KEPT,

  /** How a completed transfer changes the balance of its asset (CeFi REST, 9.19). */
  movedBy: ({ request: { type, amount } }: Transfer): Decimal => (type === 'DEPOSIT' ? amount : -amount),

  /** The largest base quantity that an amount buys, kept to the base increment (CeFi REST, 9.10). */
  affordable: (amount: Decimal, price: Decimal, increment: Decimal): Decimal =>
    floorTo(divide(amount, price), increment),

  /** What a preview leaves of the requested quote amount (CeFi REST, 9.10: `notional_residual`). */
  residual: (requested: Decimal, used: Decimal): Decimal => requested - used,
}

export type ExchangeRules = typeof exchangeRules
