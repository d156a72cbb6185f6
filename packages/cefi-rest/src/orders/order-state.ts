import { ConflictError, NotFoundError, RejectedError } from '@truemarkets/core'
import type { Order } from '../generated/types.ts'

/** How an order ended. Canceled and filled orders may both hold fills: read `executed_qty`. */
export type OrderEnding = 'filled' | 'canceled' | 'rejected'

const ENDINGS: ReadonlyMap<string, OrderEnding> = new Map([
  ['FILLED', 'filled'],
  ['CANCELED', 'canceled'],
  ['REJECTED', 'rejected'],
])

/** States before the exchange has accepted an order. */
const UNACCEPTED: ReadonlySet<string> = new Set(['INITIALIZED', 'NEW_PENDING'])

/**
 * How the order ended, or undefined while it lives. There is no expired and no partially-filled state.
 *
 * @example
 * ```ts
 * orderEnding({ status: 'CANCELED' }) // 'canceled'
 * ```
 */
export function orderEnding(order: Order): OrderEnding | undefined {
  return ENDINGS.get(order.status ?? '')
}

/**
 * Whether the exchange has taken the order up or refused it: any state after `INITIALIZED` and `NEW_PENDING`.
 *
 * @example
 * ```ts
 * isAcknowledged({ status: 'NEW_PENDING' }) // false
 * ```
 */
export function isAcknowledged(order: Order): boolean {
  return order.status !== undefined && !UNACCEPTED.has(order.status)
}

/**
 * Whether a write may have been refused because its order has ended meanwhile, or is ending already. No edition says how that is
 * told, so the order itself is to be asked, and the refusal counts only while it lives.
 */
export function mayHaveEnded(error: unknown): error is RejectedError | ConflictError | NotFoundError {
  return error instanceof RejectedError || error instanceof ConflictError || error instanceof NotFoundError
}
