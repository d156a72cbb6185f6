import type { Decimal } from '../exchange/decimal.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Instrument, Preview } from '../exchange/types.ts'

/** A size in the words of the gateway. */
export interface MarketSize {
  readonly side: 'buy' | 'sell'
  readonly qty: Decimal
  readonly unit: 'base' | 'quote'
}

/** What the visible book would give for a size. */
export function previewMarket(
  exchange: Exchange,
  instrument: Instrument,
  { side, qty, unit }: MarketSize,
  acceptsPart = false,
): Preview {
  return exchange.preview({
    instrumentId: instrument.id,
    side: side === 'buy' ? 'BUY' : 'SELL',
    qty,
    unit: unit === 'base' ? 'BASE' : 'QUOTE',
    acceptsPart,
  })
}
