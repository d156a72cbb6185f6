import { decimal } from './decimal.ts'
import { Refusal } from './refusal.ts'
import type { Asset, Instrument } from './types.ts'

// Ids of BTC, PYUSD and BTC-PYUSD are those of the published samples; real ids differ between environments.
const PYUSD: Asset = { id: '78901949717282824', name: 'PYUSD' }
const BTC: Asset = { id: '78901949718265865', name: 'BTC' }
const ETH: Asset = { id: '78901949718265866', name: 'ETH' }
const SOL: Asset = { id: '78901949718265867', name: 'SOL' }

/** The asset that every pair is quoted in and every fee is paid in. */
export const FEE_ASSET: Asset = PYUSD

export const ASSETS: readonly Asset[] = [PYUSD, BTC, ETH, SOL]

/** A listed asset; refuses an id that is not listed. */
export function findAsset(assetId: string): Asset {
  const asset = ASSETS.find(({ id }) => id === assetId)
  if (asset === undefined) throw new Refusal('unknown', `There is no asset ${assetId}.`)
  return asset
}

interface Row {
  readonly id: string
  readonly base: Asset
  readonly referencePrice: string
  readonly tick: string
  readonly increment: string
}

// Tick, increment, minimum and band of BTC-PYUSD were seen live; those of the other pairs are ours.
const ROWS: readonly Row[] = [
  { id: '78901949723181070', base: BTC, referencePrice: '110868', tick: '0.5', increment: '0.0001' },
  { id: '78901949723181071', base: ETH, referencePrice: '4215', tick: '0.05', increment: '0.001' },
  { id: '78901949723181072', base: SOL, referencePrice: '182.5', tick: '0.01', increment: '0.001' },
]

/** A fresh table of instruments: their status is state, so no two exchanges share one. */
export function listInstruments(): Instrument[] {
  return ROWS.map((row) => ({
    id: row.id,
    symbol: `${row.base.name}-${PYUSD.name}`,
    base: row.base,
    quote: PYUSD,
    referencePrice: decimal(row.referencePrice),
    tick: decimal(row.tick),
    increment: decimal(row.increment),
    minNotional: decimal('1'),
    priceBand: decimal('0.025'),
    priceLimit: decimal('0.015'),
    priceLimitWindowSeconds: 3600,
    status: 'ACTIVE',
  }))
}
