import type { Decimal } from './decimal.ts'

/** Shares of what is traded. */
export interface FeeSchedule {
  readonly maker: Decimal
  readonly taker: Decimal
}
