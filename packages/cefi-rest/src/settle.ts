import type { OperationParams, Settlement } from '@truemarkets/core'
import { isJsonObject } from './json.ts'

/** How to find out what became of a write whose answer was lost, by operation. */
export const settlements: Readonly<Record<string, (params: OperationParams) => Settlement>> = {
  createOrder: ({ body }) => {
    const ids = textsOf(body, ['external_id'])
    return { query: statusQuery(ids['external_id'] ?? '', 'client'), ids }
  },
  modifyOrder: ({ body }) => {
    const ids = textsOf(body, ['id', 'external_id'])
    return { query: `${statusQuery(ids['id'] ?? '')} and its modify_info`, ids }
  },
  cancelOrder: orderRead,
  // A transfer has no client-assigned id, so only what it asked for can tell it from others.
  createTransfer: ({ body }) => ({
    query:
      'listActiveTransfers(), then listTransfers({ query: { timestamp } }) and its rows of the same client, asset and amount',
    ids: textsOf(isJsonObject(body) ? body['request'] : undefined, ['client_id', 'asset_id']),
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
    const text = isJsonObject(value) ? value[name] : undefined
    if (typeof text === 'string') texts[name] = text
  }
  return texts
}
