import type { OperationParams, Settlement } from '@truemarkets/core'
import { userOf } from './on-behalf-of.ts'

/** The read that shows what became of an order or a transfer, of the given user or of the owner of the token. */
export function readOf(operation: 'getOrder' | 'getTransfer', id: string, user: string | undefined): Settlement {
  return { query: call(operation, user, `path: { id: '${id}' }`), ids: { id, ...userIds(user) } }
}

/** How to settle each write whose answer was lost: no idempotency key exists, so the state is read (Gateway, repeats). */
export const settlements: Readonly<Record<string, (params: OperationParams) => Settlement>> = {
  // A create leaves no id behind. Those under way come first, so that one that ends meanwhile is still seen; `listOrders` is
  // described as a list of orders that have ended, and its filter is known to give the others.
  createOrder: forUser((user) => ({
    query: `${call('listOrders', user, "query: { status: 'pending,active' }")}, then ${call('listOrders', user)}, and look at their newest rows of the same asset, side and quantity`,
    ids: userIds(user),
  })),
  executeOrder: readOrder,
  cancelOrder: readOrder,
  prepareCancelOrder: readOrder,
  executeCancelOrder: readOrder,
  createTransfer: forUser((user) => ({
    query: `${call('listTransfers', user)} and look at its newest rows of the same asset, quantity and receiver`,
    ids: userIds(user),
  })),
  executeTransfer: (params) => readOf('getTransfer', String(params.path?.['id']), userOf(params)),
}

function readOrder(params: OperationParams): Settlement {
  return readOf('getOrder', String(params.path?.['id']), userOf(params))
}

function forUser(settle: (user: string | undefined) => Settlement): (params: OperationParams) => Settlement {
  return (params) => settle(userOf(params))
}

/** A call as it is written, for the user whom the write was for: another user's orders would show that it had no effect. */
function call(operation: string, user: string | undefined, ...parts: readonly string[]): string {
  const written = user === undefined ? parts : [...parts, `header: { 'TM-On-Behalf-Of': '${user}' }`]
  return written.length === 0 ? `${operation}()` : `${operation}({ ${written.join(', ')} })`
}

function userIds(user: string | undefined): Readonly<Record<string, string>> {
  return user === undefined ? {} : { user_id: user }
}
