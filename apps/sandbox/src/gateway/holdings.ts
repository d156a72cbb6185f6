import { type Decimal, formatDecimal } from '../exchange/decimal.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Account } from './account.ts'
import { CATALOGUE, type CatalogueAsset, findCefiAsset } from './catalogue.ts'
import type { GatewayRules } from './rules.ts'

/** What an account has of one asset in one place. */
export interface Holding {
  readonly asset: CatalogueAsset
  readonly total: Decimal
  readonly available: Decimal
  readonly held: Decimal
}

/** One row for each place: the exchange first, then each chain. A symbol can repeat. */
export function holdingsOf(rules: GatewayRules, exchange: Exchange, account: Account): readonly Holding[] {
  const rows = account.clientId === undefined ? [] : exchange.balances(account.clientId).balances
  // Fees that orders hold or owe are held too, so that every row adds up.
  const onExchange = rows.flatMap(({ asset: { name }, balance, available }) => {
    const asset = findCefiAsset(name)
    return asset === undefined ? [] : [{ asset, total: balance, available, held: balance - available }]
  })
  const onChain = account.wallet.entries().flatMap(({ assetId, total, held }) => {
    const asset = CATALOGUE.find(({ id }) => id === assetId)
    return asset === undefined ? [] : [{ asset, total, available: rules.freeOf(total, held), held }]
  })
  return [...onExchange, ...onChain].filter(({ total }) => total !== 0n)
}

export function viewHolding({ asset, total, available, held }: Holding): Record<string, unknown> {
  return {
    symbol: asset.symbol,
    name: asset.name,
    chain: asset.chain,
    address: asset.address,
    asset_id: asset.id,
    venue: asset.venue,
    decimals: asset.decimals,
    total: formatDecimal(total),
    available: formatDecimal(available),
    held: formatDecimal(held),
    stable: asset.stable,
    tradeable: isTradeable(asset),
  }
}

/** The exchange settles in its stablecoin and has no pair that trades it. */
export function isTradeable(asset: CatalogueAsset): boolean {
  return !asset.stable
}
