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
