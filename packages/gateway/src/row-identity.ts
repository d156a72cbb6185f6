/**
 * Key of a row for the lists whose cursor is an instant: rows of one instant can show up on two pages, and are given once.
 */
export const rowIdentity: Readonly<Record<string, (row: unknown) => string | undefined>> = {
  listOrders: (row) => textOf(row, 'order_id'),
  listTransfers: (row) => textOf(row, 'id'),
  listTransactions: (row) => textOf(row, 'id'),
}

function textOf(row: unknown, name: string): string | undefined {
  if (typeof row !== 'object' || row === null) return undefined
  const value: unknown = Object.entries(row).find(([key]) => key === name)?.[1]
  return typeof value === 'string' && value !== '' ? value : undefined
}
