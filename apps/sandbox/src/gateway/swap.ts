import type { Decimal } from '../exchange/decimal.ts'
import type { CatalogueAsset } from './catalogue.ts'

/** What goes out of the wallet and what comes in. The fee is taken in the quote asset. */
export interface Swap {
  readonly pays: CatalogueAsset
  readonly payQty: Decimal
  readonly gets: CatalogueAsset
  readonly getQty: Decimal
  readonly baseQty: Decimal
  readonly price: Decimal
  readonly fee: Decimal
}
