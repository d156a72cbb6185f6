import { isRecord } from '@truemarkets/core'

/** The key of a row, by paged operation: rows may shift while paging by offset, and are then seen twice. */
export const rowIdentity: Readonly<Record<string, (row: unknown) => string | undefined>> = {
  listOrders: (row) => keyOf(row, ['id']),
  listTransfers: (row) => keyOf(row, ['id']),
  // A match has two sides, and both may be orders of the same client.
  listOrderTrades: (row) => keyOf(row, ['match_id', 'order_id']),
}

/** A row that lacks a part of its key has none: it is never taken for another. */
function keyOf(row: unknown, names: readonly string[]): string | undefined {
  if (!isRecord(row)) return undefined
  const parts = names.map((name) => row[name])
  return parts.every((part) => typeof part === 'string' && part !== '') ? JSON.stringify(parts) : undefined
}
