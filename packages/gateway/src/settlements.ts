import type { OperationParams, Settlement } from '@truemarkets/core'

/** The read that shows what became of an order or a transfer. */
export function readOf(operation: 'getOrder' | 'getTransfer', id: string): Settlement {
  return { query: `${operation}({ path: { id: '${id}' } })`, ids: { id } }
}

/** A create leaves no id behind; the newest orders show whether it took effect. Unexecuted orders may be hidden there. */
const NEWEST_ORDERS: Settlement = { query: 'listOrders()', ids: {} }
/** The same for a transfer. */
const NEWEST_TRANSFERS: Settlement = { query: 'listTransfers()', ids: {} }

/** How to settle each write whose answer was lost: no idempotency key exists, so the state is read (Gateway, repeats). */
export const settlements: Readonly<Record<string, (params: OperationParams) => Settlement>> = {
  createOrder: () => NEWEST_ORDERS,
  executeOrder: readOrder,
  cancelOrder: readOrder,
  prepareCancelOrder: readOrder,
  executeCancelOrder: readOrder,
  createTransfer: () => NEWEST_TRANSFERS,
  executeTransfer: ({ path }) => readOf('getTransfer', String(path?.['id'])),
}

function readOrder({ path }: OperationParams): Settlement {
  return readOf('getOrder', String(path?.['id']))
}
