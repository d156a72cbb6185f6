import { soundRules } from '@truemarkets/sandbox'
import type { RuleMutant } from '../mutant.ts'
import { always, breakRules, never } from './break.ts'

const create = ['cefi-rest.createOrder'] as const
const modify = ['cefi-rest.modifyOrder'] as const
const balances = ['cefi-rest.listBalances'] as const
const trades = ['cefi-rest.listOrderTrades'] as const
const nothing = { amount: 0n, fee: 0n }
/** In nanoseconds. */
const day = 86_400_000_000_000n

export const exchangeRuleMutants: RuleMutant[] = [
  breakRules('exchange-increment-not-enforced', 'a size between two increments is accepted', create, {
    exchange: { isMultiple: always },
  }),
  breakRules('exchange-tick-not-enforced', 'a price between two ticks is accepted', create, {
    exchange: { isOnTick: always },
  }),
  breakRules('exchange-minimum-not-enforced', 'an order of a few cents is accepted', create, {
    exchange: { reachesMinimum: always },
  }),
  breakRules('exchange-band-not-enforced', 'a price outside the band is accepted', ['cefi-rest.getOrderStatus'], {
    exchange: { isInBand: always },
  }),
  breakRules('exchange-band-only-below', 'only a price below the band is outside it', ['cefi-rest.getOrderStatus'], {
    exchange: { isInBand: (price, mid, ...of) => price > mid || soundRules.exchange.isInBand(price, mid, ...of) },
  }),
  breakRules(
    'exchange-band-around-the-reference',
    'the band lies around the reference price',
    ['cefi-rest.listInstruments'],
    {
      exchange: {
        isInBand: (price, _mid, instrument) =>
          soundRules.exchange.isInBand(price, instrument.referencePrice, instrument),
      },
    },
  ),
  breakRules('exchange-open-orders-unlimited', 'a client may have any number of open orders', create, {
    exchange: { mayHaveOpen: always },
  }),
  breakRules('exchange-trades-while-halted', 'a halted instrument trades', create, { exchange: { isTrading: always } }),
  breakRules('exchange-price-priority-broken', 'the worst price trades first', create, {
    exchange: { comesFirst: (side, price, other) => (side === 'BUY' ? price < other : price > other) },
  }),
  breakRules('exchange-time-priority-broken', 'at one price the last order trades first', create, {
    exchange: { firstAtPrice: (orders) => [...orders].at(-1) },
  }),
  breakRules('exchange-equal-prices-do-not-trade', 'a bid at the price of an offer does not trade', create, {
    exchange: { crosses: (side, limit, price) => (side === 'BUY' ? price < limit : price > limit) },
  }),
  breakRules('exchange-post-only-trades', 'a post-only order takes', create, { exchange: { mayTake: always } }),
  breakRules('exchange-ioc-rests', 'what is left of an immediate order rests', create, {
    exchange: { mayRest: ({ type }) => type === 'LIMIT' },
  }),
  breakRules('exchange-self-trade-not-prevented', 'orders of one client trade with each other', create, {
    exchange: { selfTrade: () => 'NONE' },
  }),
  breakRules('exchange-self-trade-cancels-one', 'self-trade prevention never cancels the resting order', create, {
    exchange: {
      selfTrade: (taker, maker) => (taker.clientId === maker.clientId ? 'CANCEL_AGGRESSIVE' : 'NONE'),
    },
  }),
  breakRules('exchange-trades-at-the-takers-price', 'a trade happens at the price of the newcomer', trades, {
    exchange: { tradePrice: (takerLimit) => takerLimit },
  }),
  breakRules('exchange-fee-rates-swapped', 'takers pay the fee of makers', trades, {
    exchange: { feeRate: (liquidity, { maker, taker }) => (liquidity === 'MAKER' ? taker : maker) },
  }),
  breakRules('exchange-fee-taken-twice', 'a fill costs twice its fee', balances, {
    exchange: { fee: (notional, rate) => (2n * notional * rate) / 10n ** 18n },
  }),
  breakRules('exchange-hold-not-taken', 'a resting order holds nothing', balances, {
    exchange: { hold: () => nothing },
  }),
  breakRules('exchange-sell-holds-nothing', 'a resting sell holds nothing', balances, {
    exchange: { hold: (order, ...of) => (order.side === 'SELL' ? nothing : soundRules.exchange.hold(order, ...of)) },
  }),
  breakRules('exchange-fee-not-held', 'a resting buy does not hold its fee', balances, {
    exchange: { hold: (...of) => ({ ...soundRules.exchange.hold(...of), fee: 0n }) },
  }),
  breakRules('exchange-hold-stays-when-changed', 'an order that is changed holds what it held before', balances, {
    exchange: {
      hold: (order, ...of) =>
        order.modification === undefined
          ? soundRules.exchange.hold(order, ...of)
          : { amount: order.hold, fee: order.feeHold },
    },
  }),
  breakRules('exchange-hold-not-released', 'a canceled order keeps its hold', balances, {
    exchange: { holdAtEnd: ({ hold, feeHold }) => ({ amount: hold, fee: feeHold }) },
  }),
  breakRules(
    'exchange-nothing-need-be-covered',
    'an account can spend what it does not have',
    ['cefi-rest.createOrder', 'cefi-rest.createTransfer'],
    { exchange: { covers: always } },
  ),
  breakRules('exchange-cancels-at-once', 'a cancel is over before it is answered', ['cefi-rest.cancelOrder'], {
    exchange: { takesTime: never },
  }),
  breakRules('exchange-changes-at-once', 'a change is over before it is answered', modify, {
    exchange: { takesTime: (request) => request !== 'modify' },
  }),
  breakRules('exchange-smaller-order-loses-its-place', 'an order that shrinks goes behind the others', modify, {
    exchange: { keepsPlace: never },
  }),
  breakRules('exchange-larger-order-keeps-its-place', 'an order that grows stays ahead of others', modify, {
    exchange: { keepsPlace: (order, { newPrice }) => newPrice === order.price },
  }),
  breakRules('exchange-modify-forgotten', 'a modification changes no size', modify, {
    exchange: { sizeAfter: ({ qty }) => qty },
  }),
  breakRules('exchange-orders-are-public', "another client's order can be read", ['cefi-rest.getOrderStatus'], {
    exchange: { isOf: always },
  }),
  breakRules('exchange-orders-kept-for-ever', 'an order is readable after 28 days', ['cefi-rest.getOrderStatus'], {
    exchange: { isKept: always },
  }),
  breakRules('exchange-orders-forgotten', 'an order is not readable after a week', ['cefi-rest.getOrderStatus'], {
    exchange: { isKept: (updatedAt, now) => updatedAt >= now - 7n * day },
  }),
  breakRules('exchange-lists-of-an-hour', 'lists go back an hour only', ['cefi-rest.listOrders'], {
    exchange: { isListed: (at, now) => at >= now - day / 24n },
  }),
  breakRules('exchange-lists-never-end', 'lists go back further than a day', ['cefi-rest.listOrders'], {
    exchange: { isListed: always },
  }),
  breakRules(
    'exchange-orders-kept-an-hour-longer',
    'an order is readable for 28 days and an hour',
    ['cefi-rest.getOrderStatus'],
    {
      exchange: { isKept: (updatedAt, now) => soundRules.exchange.isKept(updatedAt, now - day / 24n) },
    },
  ),
  breakRules('exchange-lists-of-25-hours', 'lists go back an hour more than a day', ['cefi-rest.listOrders'], {
    exchange: { isListed: (at, now) => soundRules.exchange.isListed(at, now - day / 24n) },
  }),
  breakRules('exchange-deposit-never-arrives', 'a completed deposit credits nothing', ['cefi-rest.createTransfer'], {
    exchange: { movedBy: () => 0n },
  }),
  breakRules('exchange-withdrawal-stays', 'a completed withdrawal takes nothing', ['cefi-rest.createTransfer'], {
    exchange: { movedBy: ({ request: { type, amount } }) => (type === 'DEPOSIT' ? amount : 0n) },
  }),
  breakRules(
    'exchange-quote-between-increments',
    'a quote gives a size that cannot be ordered',
    ['cefi-rest.computeMarketQuote'],
    { exchange: { affordable: (amount, price) => (amount * 10n ** 18n) / price } },
  ),
  breakRules(
    'exchange-quote-buys-half',
    'a quote gives half of what the amount buys',
    ['cefi-rest.computeMarketQuote'],
    {
      exchange: {
        affordable: (amount, price, increment) => soundRules.exchange.affordable(amount / 2n, price, increment),
      },
    },
  ),
  breakRules('exchange-residual-lost', 'what a quote leaves over is not reported', ['cefi-rest.computeMarketQuote'], {
    exchange: { residual: () => 0n },
  }),
]
