import type { Decimal } from '../exchange/decimal.ts'
import { decimal } from '../exchange/decimal.ts'

export type Venue = 'cefi' | 'defi'

/** How the sandbox prices a token: as the exchange prices the pair of this name, at a fixed price in USD, or not at all. */
export type PriceSource = { readonly like: string } | { readonly usd: Decimal } | 'unpriced'

export interface CatalogueAsset {
  readonly id: string
  readonly venue: Venue
  readonly symbol: string
  readonly name: string
  readonly decimals: number
  /** Network and token address; both null for what the exchange holds. */
  readonly chain: string | null
  readonly address: string | null
  readonly stable: boolean
  readonly assetClass: 'crypto' | 'stock'
  readonly price: PriceSource
  readonly hasIcon: boolean
  /** Deposit networks of a CeFi asset; empty on chain. */
  readonly networks: readonly { readonly network: string; readonly compatible_networks: readonly string[] }[]
  /** Place in the catalogue; pages continue from it. */
  readonly listedAt: string
}

type Row = Pick<CatalogueAsset, 'id' | 'symbol' | 'name' | 'decimals' | 'price'>

const ONE_DOLLAR: PriceSource = { usd: decimal('1') }
const EVM_NETWORKS = ['base', 'polygon_pos', 'arbitrum_one']

// Two ids are those of the published samples, so that the samples work here. Addresses are made up and open nothing.
const ROWS: readonly Omit<CatalogueAsset, 'listedAt'>[] = [
  cefi(
    { id: '0b7c1e5a-0000-4000-8000-000000000001', symbol: 'BTC', name: 'Bitcoin', decimals: 8, price: { like: 'BTC' } },
    [{ network: 'bitcoin', compatible_networks: [] }],
  ),
  cefi(
    { id: '0b7c1e5a-0000-4000-8000-000000000002', symbol: 'ETH', name: 'Ether', decimals: 18, price: { like: 'ETH' } },
    [{ network: 'ethereum', compatible_networks: EVM_NETWORKS }],
  ),
  cefi(
    { id: '0b7c1e5a-0000-4000-8000-000000000003', symbol: 'SOL', name: 'Solana', decimals: 9, price: { like: 'SOL' } },
    [{ network: 'solana', compatible_networks: [] }],
  ),
  {
    ...cefi(
      {
        id: '0b7c1e5a-0000-4000-8000-000000000004',
        symbol: 'PYUSD',
        name: 'PayPal USD',
        decimals: 6,
        price: ONE_DOLLAR,
      },
      [
        { network: 'ethereum', compatible_networks: EVM_NETWORKS },
        { network: 'solana', compatible_networks: [] },
      ],
    ),
    stable: true,
  },
  {
    ...defi(
      { id: '0b7c1e5a-0000-4000-8000-000000000011', symbol: 'USDC', name: 'USD Coin', decimals: 6, price: ONE_DOLLAR },
      'solana',
      'SandboxUSDC1111111111111111111111111111111',
    ),
    stable: true,
  },
  defi(
    {
      id: '5f1d2c3b-4a59-4e6f-8a7b-9c0d1e2f3a4b',
      symbol: 'DEMO',
      name: 'Demo Token',
      decimals: 6,
      price: { usd: decimal('0.0298') },
    },
    'solana',
    'SandboxDEMo1111111111111111111111111111111',
  ),
  defi(
    {
      id: '0b7c1e5a-0000-4000-8000-000000000013',
      symbol: 'SOL',
      name: 'Wrapped Solana',
      decimals: 9,
      price: { like: 'SOL' },
    },
    'solana',
    'SandboxSoL11111111111111111111111111111111',
  ),
  {
    ...defi(
      { id: 'b3d9e5f2-1a4c-4e7b-9f0d-2c8a6b3e5f91', symbol: 'USDC', name: 'USD Coin', decimals: 6, price: ONE_DOLLAR },
      'base',
      '0x5a4db0c55a4db0c55a4db0c55a4db0c500000001',
    ),
    stable: true,
  },
  defi(
    {
      id: '0b7c1e5a-0000-4000-8000-000000000015',
      symbol: 'WBTC',
      name: 'Wrapped Bitcoin',
      decimals: 8,
      price: { like: 'BTC' },
    },
    'base',
    '0x5a4db0c55a4db0c55a4db0c55a4db0c500000002',
  ),
  {
    ...defi(
      {
        id: '0b7c1e5a-0000-4000-8000-000000000016',
        symbol: 'DEMOx',
        name: 'Demo Stock',
        decimals: 8,
        price: { usd: decimal('250') },
      },
      'solana',
      'SandboxSTock111111111111111111111111111111',
    ),
    assetClass: 'stock',
  },
  {
    ...defi(
      { id: '0b7c1e5a-0000-4000-8000-000000000017', symbol: 'DUST', name: 'Dust', decimals: 9, price: 'unpriced' },
      'solana',
      'SandboxDUST1111111111111111111111111111111',
    ),
    hasIcon: false,
  },
]

/** Everything that can be traded or sent, in catalogue order. */
export const CATALOGUE: readonly CatalogueAsset[] = ROWS.map((row, index) => ({
  ...row,
  listedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
}))

/** The stablecoin that DeFi orders on this network settle in. */
export function stablecoinOn(chain: string): CatalogueAsset | undefined {
  return CATALOGUE.find((asset) => asset.chain === chain && asset.stable)
}

export function findAsset(id: string): CatalogueAsset | undefined {
  return CATALOGUE.find((asset) => asset.id === id)
}

export function findToken(chain: string, address: string): CatalogueAsset | undefined {
  return CATALOGUE.find((asset) => asset.chain === chain && asset.address === address)
}

export function findCefiAsset(symbol: string): CatalogueAsset | undefined {
  return CATALOGUE.find((asset) => asset.venue === 'cefi' && asset.symbol === symbol)
}

function cefi(row: Row, networks: CatalogueAsset['networks']): Omit<CatalogueAsset, 'listedAt'> {
  return {
    ...row,
    venue: 'cefi',
    chain: null,
    address: null,
    stable: false,
    assetClass: 'crypto',
    hasIcon: true,
    networks,
  }
}

function defi(row: Row, chain: string, address: string): Omit<CatalogueAsset, 'listedAt'> {
  return { ...row, venue: 'defi', chain, address, stable: false, assetClass: 'crypto', hasIcon: true, networks: [] }
}
