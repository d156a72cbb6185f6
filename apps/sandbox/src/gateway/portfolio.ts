import { formatDecimal, multiply } from '../exchange/decimal.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Account } from './account.ts'
import { iconOf } from './assets.ts'
import { holdingsOf, viewHolding } from './holdings.ts'
import { findUsdPrice } from './prices.ts'
import type { GatewayRules } from './rules.ts'

/**
 * One open position, by what an element of `positions` is (G18). Nothing is known of its members, so it has none; and nothing
 * here trades perps, so where nobody chose a world there is no position.
 */
const POSITIONS: Readonly<Record<string, readonly unknown[]>> = { objects: [{}], 'other-elements': ['position'] }

/**
 * The account in dollars. The sandbox keeps no history, so every change is zero.
 * @param elements what the account's one position is, or `none` for an account without one
 */
export function viewPortfolio(
  rules: GatewayRules,
  exchange: Exchange,
  account: Account,
  elements: string,
): Record<string, unknown> {
  let cash = 0n
  let invested = 0n
  const balances = holdingsOf(rules, exchange, account).map((holding) => {
    const price = findUsdPrice(exchange, holding.asset)
    const value = price === undefined ? 0n : multiply(holding.total, price)
    if (holding.asset.stable) cash += value
    else invested += value
    return {
      ...viewHolding(holding),
      icon: iconOf(holding.asset),
      price: price === undefined ? null : formatDecimal(price),
      value: price === undefined ? null : formatDecimal(value),
      change_24h_pct: price === undefined ? null : '0',
    }
  })
  return {
    total_usd: formatDecimal(rules.worth(cash, invested)),
    balances_usd: formatDecimal(invested),
    cash_usd: formatDecimal(cash),
    change_24h_usd: '0',
    change_24h_pct: '0',
    unrealized_pnl_usd: '0',
    realized_pnl_usd: '0',
    balances,
    positions: POSITIONS[elements] ?? [],
  }
}
