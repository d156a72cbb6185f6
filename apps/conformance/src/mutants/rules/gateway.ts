import type { Subject } from '../../case/define.ts'
import type { RuleMutant } from '../mutant.ts'
import { always, breakRules } from './break.ts'

const reads: Subject[] = ['gateway.getOrder', 'gateway.listOrders', 'gateway.getPortfolio']
const execute = ['gateway.executeOrder'] as const
const create = ['gateway.createOrder'] as const
const nothing = () => 0n

export const gatewayRuleMutants: RuleMutant[] = [
  breakRules('gateway-token-not-needed', 'requests without a good token are answered', reads, {
    gateway: { withoutToken: ([first]) => first },
  }),
  breakRules('gateway-acts-for-anybody', 'an organization acts for users of others', ['gateway.getBalances'], {
    gateway: { isUserOf: (account, userId) => account.userId === userId },
  }),
  breakRules('gateway-orders-are-public', "somebody else's order can be read", ['gateway.getOrder'], {
    gateway: { isOwner: always },
  }),
  breakRules('gateway-stamp-not-verified', 'stamps are not verified', [...execute, 'gateway.executeTransfer'], {
    gateway: { isStamped: always },
  }),
  breakRules('gateway-stamp-of-any-key', 'anybody may stamp', execute, {
    gateway: { isStampKey: always, isStamped: always },
  }),
  breakRules('gateway-executes-twice', 'an order can be executed twice', execute, { gateway: { maySubmit: always } }),
  breakRules('gateway-stale-quote-executed', 'an order can be executed at a price of long ago', execute, {
    gateway: { isFresh: always },
  }),
  breakRules('gateway-market-order-canceled', 'orders of any type can be canceled', ['gateway.cancelOrder'], {
    gateway: { isCancelable: always, mayCancel: always },
  }),
  breakRules('gateway-ended-order-canceled', 'an order that has ended can be canceled', ['gateway.cancelOrder'], {
    gateway: { mayCancel: always },
  }),
  breakRules('gateway-rules-not-enforced', 'the rules of order types are not enforced', create, {
    gateway: { brokenTerm: () => undefined },
  }),
  breakRules('gateway-swapped-sides', 'a buy sells, and a sell buys', create, {
    gateway: { sideAtExchange: (side) => (side === 'buy' ? 'SELL' : 'BUY') },
  }),
  breakRules('gateway-unfunded-order-exists', 'an order that nobody can pay for comes to be', create, {
    gateway: { isFunded: always },
  }),
  breakRules('gateway-swap-without-fee', 'the fee of a swap is not taken', create, { gateway: { swapFee: nothing } }),
  breakRules('gateway-swap-takes-nothing', 'a swap brings and does not take', execute, {
    gateway: { settles: ({ getQty }) => ({ paid: 0n, got: getQty }) },
  }),
  breakRules('gateway-hold-not-released', 'a canceled on-chain order keeps its hold', ['gateway.executeCancelOrder'], {
    gateway: { released: nothing },
  }),
  breakRules('gateway-bridge-moves-nothing', 'bridged funds never arrive', execute, { gateway: { bridged: nothing } }),
  breakRules('gateway-transfer-executed-again', 'a transfer takes stamps in any state', ['gateway.executeTransfer'], {
    gateway: { awaitsStamps: always },
  }),
  breakRules('gateway-transfer-takes-nothing', 'what is sent stays in the wallet', ['gateway.executeTransfer'], {
    gateway: { sends: nothing },
  }),
  breakRules('gateway-cursor-ignored', 'every page is the first page', ['gateway.listOrders', 'gateway.listAssets'], {
    gateway: { isAfter: always },
  }),
  breakRules('gateway-page-loses-a-row', 'every page loses its last row', ['gateway.listOrders'], {
    gateway: { pageOf: (rows, limit) => rows.slice(0, limit).slice(0, -1) },
  }),
  breakRules('gateway-status-filter-ignored', 'the status filter of orders does nothing', ['gateway.listOrders'], {
    gateway: { hasStatus: always },
  }),
  breakRules('gateway-venue-filter-ignored', 'the venue filter does nothing', ['gateway.listAssets'], {
    gateway: { isAtVenue: always },
  }),
  breakRules('gateway-stocks-unasked', 'stocks are listed among crypto', ['gateway.listAssets'], {
    gateway: { isOfClass: always },
  }),
  breakRules('gateway-quote-of-the-other-unit', 'a quote counts the wrong asset', ['gateway.computeQuote'], {
    gateway: { quotedQty: (side, { qty, notional }) => (side === 'buy' ? notional : qty) },
  }),
  breakRules('gateway-portfolio-does-not-add-up', 'the portfolio counts its cash twice', ['gateway.getPortfolio'], {
    gateway: { worth: (cash, invested) => cash + cash + invested },
  }),
  breakRules('gateway-held-not-subtracted', 'what is held counts as available', ['gateway.listBalances'], {
    gateway: { freeOf: (total) => total },
  }),
  breakRules(
    'gateway-feed-shows-unexecuted',
    'the feed shows orders that were never executed',
    ['gateway.listTransactions'],
    {
      gateway: { isInFeed: always },
    },
  ),
]
