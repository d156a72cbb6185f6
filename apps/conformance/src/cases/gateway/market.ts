import type { CaseContext } from '../../case/context.ts'
import { present } from '../../case/present.ts'

/** The pair every trading case uses: on both targets, with a price band of 2.5 % and steps that whole dollars keep. */
export const pair = { base_asset: 'BTC', quote_asset: 'USD' } as const

/** A size small enough for any account and above the minimum notional. */
export const smallQty = '0.001'

/** About what one BTC costs now, in whole dollars. */
async function marketPrice(context: CaseContext): Promise<number> {
  const quote = await context
    .gateway()
    .computeQuote({ body: { ...pair, side: 'sell', qty: smallQty, qty_unit: 'base' } })
  return Math.round(Number(present(quote.price, 'price')))
}

export type LimitOrder = typeof pair & {
  side: 'buy' | 'sell'
  type: 'limit'
  qty: string
  qty_unit: 'base'
  price: string
}

/** A limit order that rests: inside the price band, but 1.5 % away from where it would trade. */
export async function restingOrder(context: CaseContext, side: 'buy' | 'sell' = 'buy'): Promise<LimitOrder> {
  const price = await marketPrice(context)
  const away = Math.round(side === 'buy' ? price * 0.985 : price * 1.015)
  return { ...pair, side, type: 'limit', qty: smallQty, qty_unit: 'base', price: String(away) }
}
