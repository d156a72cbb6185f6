import type { OrderStatus } from './generated/types.ts'

/**
 * Writes the `query` parameter of `listOrders` that keeps orders in the given states.
 *
 * The inner form is known from a live client only, which filters the column `status` with `$in`.
 *
 * @example
 * ```ts
 * const ended = await cefi.listOrders({ query: { query: orderStatusFilter('REJECTED', 'CANCELED') } })
 * ```
 */
export function orderStatusFilter(...statuses: readonly OrderStatus[]): string {
  return JSON.stringify({ columns: [{ name: 'status', filter: [{ $in: statuses }] }] })
}
