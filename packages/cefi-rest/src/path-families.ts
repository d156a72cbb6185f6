import type { HmacScheme } from '@truemarkets/core'
import { operations } from './generated/operations.ts'

/**
 * The addresses one and the same operation has had.
 *
 * `v1-cefi` is current. The `/api/v1` families had their sunset on 2026-08-05: singular deprecated since v1.0.3, plural since v1.0.5.
 */
export type PathFamily = 'v1-cefi' | 'api-v1-plural' | 'api-v1-singular'

/** Prefix and HMAC scheme that belong to a family. The scheme is decided by the family, never by trial. */
export const PATH_FAMILIES: Readonly<Record<PathFamily, { readonly prefix: string; readonly hmacScheme: HmacScheme }>> =
  {
    'v1-cefi': { prefix: '/v1/cefi', hmacScheme: 'cefi-rest' },
    'api-v1-plural': { prefix: '/api/v1', hmacScheme: 'cefi-rest-legacy' },
    'api-v1-singular': { prefix: '/api/v1', hmacScheme: 'cefi-rest-legacy' },
  }

/** Name of an operation of the contract. */
export type OperationId = keyof typeof operations

/** The singular paths, where they are others. A test holds them, as the rest, to `specs/cefi-rest/paths.yaml`. */
const SINGULAR_PATHS: Readonly<Partial<Record<OperationId, string>>> = {
  listAssets: '/asset',
  listInstruments: '/instrument',
  listMarketQuotes: '/market/quote',
  computeMarketQuote: '/market/quote',
  listClients: '/client',
  updateClient: '/client',
  createOrder: '/order',
  modifyOrder: '/order',
  cancelOrder: '/order/{ref_id}',
  getOrderStatus: '/order/status/{ref_id}',
  listActiveOrders: '/order/active',
  listOrders: '/order',
  listOrderTrades: '/order/trade',
  listBalances: '/balance',
  listActiveTransfers: '/transfer/active',
  listTransfers: '/transfer',
  createTransfer: '/transfer',
}

/** The path of an operation in a family, relative to the family's prefix. The plural ones are the current ones. */
export function familyPath(id: OperationId, family: PathFamily): string {
  return (family === 'api-v1-singular' ? SINGULAR_PATHS[id] : undefined) ?? operations[id].path
}

/**
 * The base URL of a family on the host of the given base URL.
 *
 * A URL that ends in another family's prefix has it exchanged; any other URL is taken as it is.
 */
export function familyBaseUrl(baseUrl: string, family: PathFamily): string {
  const { prefix } = PATH_FAMILIES[family]
  const known = Object.values(PATH_FAMILIES).find((other) => baseUrl.endsWith(other.prefix))
  return known === undefined ? baseUrl : baseUrl.slice(0, -known.prefix.length) + prefix
}
