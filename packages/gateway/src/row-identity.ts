import { isRecord } from '@truemarkets/core'

type Identity = (row: unknown) => string | undefined

/**
 * Key of a row for the lists whose cursor is an instant: rows of one instant can show up on two pages, and are given once.
 * A row without its id is never taken for another.
 */
export const rowIdentity: Readonly<Record<string, Identity>> = {
  listOrders: by('order_id'),
  listTransfers: by('id'),
  listTransactions: by('id'),
}

/** Reads a member of rows that come unchecked from the wire. */
function by(name: 'order_id' | 'id'): Identity {
  return (row) => {
    const value = isRecord(row) ? row[name] : undefined
    return typeof value === 'string' && value !== '' ? value : undefined
  }
}
