import type { Decimal } from '../exchange/decimal.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Asset } from '../exchange/types.ts'

/** The stablecoin in which the exchange settles; a dollar by any other name becomes this one there. */
export const SETTLEMENT_SYMBOL = 'PYUSD'

export function settlementAsset(exchange: Exchange): Asset {
  const asset = exchange.findAsset({ name: SETTLEMENT_SYMBOL })
  if (asset === undefined) throw new TypeError(`The exchange lists no ${SETTLEMENT_SYMBOL}.`)
  return asset
}

/** What a client of the exchange can still use of an asset. */
export function availableAtExchange(exchange: Exchange, clientId: string, asset: Asset): Decimal {
  return exchange.balances(clientId).balances.find((row) => row.asset.id === asset.id)?.available ?? 0n
}
