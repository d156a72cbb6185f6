import { isRecord, type OperationParams, type Settlement } from '@truemarkets/core'

/** How to find out what became of a write whose answer was lost, by operation. */
export const settlements: Readonly<Record<string, (params: OperationParams) => Settlement>> = {
  createOrder: ({ body }) => {
    const ids = textsOf(body, ['external_id'])
    const id = ids['external_id']
    // Only a raw call can be without one.
    if (id !== undefined) return { query: statusQuery(id, 'client'), ids }
    const query =
      'listActiveOrders(), then listOrders(), and look at their rows of the same instrument, side and quantity'
    return { query, ids: textsOf(isRecord(body) ? body['info'] : undefined, ['client_id', 'instrument_id']) }
  },
  modifyOrder: ({ body }) => {
    const ids = textsOf(body, ['id', 'external_id'])
    const read =
      ids['id'] === undefined ? "listActiveOrders() and read the order's" : `${statusQuery(ids['id'])} and read its`
    // What the order is held with decides: a change that was refused may stand in `modify_info` all the same.
    return { query: `${read} status, order_info and modify_info`, ids }
  },
  cancelOrder: orderRead,
  // A transfer has no client-assigned id, so only what it asked for can tell it from others.
  createTransfer: ({ body }) => ({
    query:
      'listActiveTransfers(), then listTransfers({ query: { timestamp } }), and look at their rows of the same client, asset and amount',
    // Flat where a raw call sends it so (R11).
    ids: textsOf(isRecord(body) ? (body['request'] ?? body) : undefined, ['client_id', 'asset_id']),
  }),
  updateClient: ({ body }) => ({ query: 'listClients()', ids: textsOf(body, ['id', 'client_id']) }),
}

/** The read that shows what became of an order. */
export function orderRead({ path, query }: OperationParams): Settlement {
  const ids = textsOf(path, ['ref_id'])
  return { query: statusQuery(ids['ref_id'] ?? '', textsOf(query, ['id_type'])['id_type']), ids }
}

function statusQuery(refId: string, idType?: string): string {
  const query = idType === undefined ? '' : `, query: { id_type: '${idType}' }`
  return `getOrderStatus({ path: { ref_id: '${refId}' }${query} })`
}

function textsOf(value: unknown, names: readonly string[]): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const name of names) {
    const text = isRecord(value) ? value[name] : undefined
    if (typeof text === 'string') texts[name] = text
  }
  return texts
}
