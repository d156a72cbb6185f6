import type { Decimal } from './decimal.ts'
import type { Order, OrderStatus, Side } from './types.ts'

const TERMINAL: ReadonlySet<OrderStatus> = new Set(['REJECTED', 'FILLED', 'CANCELED'])

export function hasEnded(order: Order): boolean {
  return TERMINAL.has(order.status)
}

/** Base quantity still open. */
export function leaves(order: Order): Decimal {
  return hasEnded(order) ? 0n : order.qty - order.executedQty
}

export function opposite(side: Side): Side {
  return side === 'BUY' ? 'SELL' : 'BUY'
}

/** Whether an order on `side` limited to `limit` may trade with a level at `price`. */
export function crosses(side: Side, limit: Decimal, price: Decimal): boolean {
  return side === 'BUY' ? price <= limit : price >= limit
}

export function onlyAddsLiquidity(order: Order): boolean {
  return order.execInstFlags.includes('ALO')
}

/** Whether the order may rest in the book at all. */
export function mayRest(order: Order): boolean {
  return order.type === 'LIMIT' && order.tif === 'GTC'
}
