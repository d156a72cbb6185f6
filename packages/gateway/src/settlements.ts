import type { OperationParams, Settlement } from '@truemarkets/core'

/** How to settle each write whose answer was lost: no idempotency key exists, so the state is read (Gateway, repeats). */
export const settlements: Readonly<Record<string, (params: OperationParams) => Settlement>> = {
  // A create leaves no id behind; the newest orders show whether it took effect. Unexecuted orders may be hidden there.
  createOrder: () => ({ query: 'listOrders()', ids: {} }),
  executeOrder: readOrder,
  cancelOrder: readOrder,
  prepareCancelOrder: readOrder,
  executeCancelOrder: readOrder,
  createTransfer: () => ({ query: 'listTransfers()', ids: {} }),
  executeTransfer: (params) => byId('getTransfer', params),
}

function readOrder(params: OperationParams): Settlement {
  return byId('getOrder', params)
}

function byId(operation: string, params: OperationParams): Settlement {
  const id = String(params.path?.['id'])
  return { query: `${operation}({ path: { id: '${id}' } })`, ids: { id } }
}
