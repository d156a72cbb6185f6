import type { HmacScheme } from '@truemarkets/core'

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

/** The singular paths, by operation. The plural ones are the current ones under another prefix. A test holds this to `specs/cefi-rest/paths.yaml`. */
const SINGULAR_PATHS: Readonly<Record<string, string>> = {
  getHealth: '/health',
  listVersions: '/versions',
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

/** The same table of operations with the paths of a family; methods and behaviour stay as they are. */
export function withFamilyPaths<Row extends { readonly path: string }>(
  table: Readonly<Record<string, Row>>,
  family: PathFamily,
): Readonly<Record<string, Row>> {
  if (family !== 'api-v1-singular') return table
  return Object.fromEntries(
    Object.entries(table).map(([id, row]) => [id, { ...row, path: SINGULAR_PATHS[id] ?? row.path }]),
  )
}

/**
 * The base URL of a family on the host of the given base URL.
 *
 * A URL that ends in another family's prefix has it exchanged; any other URL is taken as it is.
 *
 * @example
 * ```ts
 * familyBaseUrl('https://api.uat.truex.co/v1/cefi', 'api-v1-plural') // 'https://api.uat.truex.co/api/v1'
 * ```
 */
export function familyBaseUrl(baseUrl: string, family: PathFamily): string {
  const { prefix } = PATH_FAMILIES[family]
  const known = Object.values(PATH_FAMILIES).find((other) => baseUrl.endsWith(other.prefix))
  return known === undefined ? baseUrl : baseUrl.slice(0, -known.prefix.length) + prefix
}
