import { CATALOGUE, type CatalogueAsset } from './catalogue.ts'
import { isTradeable } from './holdings.ts'
import type { GatewayRules } from './rules.ts'

/** The catalogue rows that a query asks for. Stocks must be asked for by name (G16). */
export function selectAssets(
  rules: GatewayRules,
  query: URLSearchParams,
  everythingByDefault: boolean,
): readonly CatalogueAsset[] {
  const venue = query.get('venue')
  const classes = query.get('asset_class')?.split(',') ?? (everythingByDefault ? ['crypto', 'stock'] : ['crypto'])
  return CATALOGUE.filter(
    (asset) => (venue === null || rules.isAtVenue(asset, venue)) && rules.isOfClass(asset, classes),
  )
}

/** @param networksOfTokens what an on-chain asset prints as its deposit networks (G15). */
export function viewAsset(asset: CatalogueAsset, networksOfTokens: string): Record<string, unknown> {
  const { chain } = asset
  const picture = pictureOf(asset)
  const networks =
    chain !== null && networksOfTokens === 'filled' ? [{ network: chain, compatible_networks: [] }] : asset.networks
  const absent = chain !== null && networksOfTokens === 'absent'
  return {
    id: asset.id,
    chain,
    address: asset.address,
    symbol: asset.symbol,
    name: asset.name,
    decimals: asset.decimals,
    slug: asset.name.toLowerCase().replaceAll(' ', '-'),
    is_active: true,
    description: `${asset.name}, as the sandbox lists it.`,
    website: 'https://assets.invalid',
    icon: iconOf(asset),
    tradeable: isTradeable(asset),
    stable: asset.stable,
    venue: asset.venue,
    image: { thumb: picture, small: picture, large: picture },
    market_data: { circulating_supply: 0, total_supply: 0, max_supply: 0 },
    socials: { x_username: '', facebook_username: '', subreddit_url: '', official_forum_url: '' },
    status: 'active',
    type: 'spot',
    asset_class: asset.assetClass,
    ...(absent ? {} : { networks }),
  }
}

export function iconOf(asset: CatalogueAsset): string | null {
  return asset.hasIcon ? pictureOf(asset) : null
}

function pictureOf({ symbol }: CatalogueAsset): string {
  return `https://assets.invalid/${symbol.toLowerCase()}.png`
}
