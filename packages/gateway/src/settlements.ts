import type { OperationParams, Settlement } from '@truemarkets/core'
import { userOf } from './on-behalf-of.ts'

/** The read that shows what became of an order or a transfer. */
export function readOf(operation: 'getOrder' | 'getTransfer', id: string, params: OperationParams = {}): Settlement {
  return { query: call(operation, params, `path: { id: '${id}' }`), ids: { id, ...userIds(params) } }
}

/** How to settle each write whose answer was lost: no idempotency key exists, so the state is read (Gateway, repeats). */
export const settlements: Readonly<Record<string, (params: OperationParams) => Settlement>> = {
  // A create leaves no id behind. Those under way come first, so that one that ends meanwhile is still seen; `listOrders` is
  // described as a list of orders that have ended, and its filter is known to give the others.
  createOrder: (params) => ({
    query: `${call('listOrders', params, "query: { status: 'pending,active' }")}, then ${call('listOrders', params)}, and their newest rows of the same asset, side and quantity`,
    ids: userIds(params),
  }),
  executeOrder: readOrder,
  cancelOrder: readOrder,
  prepareCancelOrder: readOrder,
  executeCancelOrder: readOrder,
  createTransfer: (params) => ({
    query: `${call('listTransfers', params)} and its newest rows of the same asset, quantity and receiver`,
    ids: userIds(params),
  }),
  executeTransfer: (params) => readOf('getTransfer', String(params.path?.['id']), params),
}

function readOrder(params: OperationParams): Settlement {
  return readOf('getOrder', String(params.path?.['id']), params)
}

/** A call as it is written, for the user whom the write was for: another user's orders would show that it had no effect. */
function call(operation: string, params: OperationParams, ...parts: readonly string[]): string {
  const user = userOf(params)
  const written = user === undefined ? parts : [...parts, `header: { 'TM-On-Behalf-Of': '${user}' }`]
  return written.length === 0 ? `${operation}()` : `${operation}({ ${written.join(', ')} })`
}

function userIds(params: OperationParams): Readonly<Record<string, string>> {
  const user = userOf(params)
  return user === undefined ? {} : { user_id: user }
}
