import type { CaseContext } from '../../case/context.ts'
import { present } from '../../case/present.ts'
import { clientIdPrefix } from '../../target/client-id-prefix.ts'

/** The pair of every trading case; ids differ between environments, so it is found by symbol. */
const usualSymbol = 'BTC-PYUSD'

/** Above the minimum notional, and a multiple of the increment. */
export const smallQty = '0.001'

export async function instrument(context: CaseContext, symbol = usualSymbol) {
  const { data } = await context.cefiRest().listInstruments({ query: { symbol } })
  const found = present(
    data.find(({ info }) => info?.symbol === symbol),
    symbol,
  )
  return { id: present(found.id, 'instrument id'), info: present(found.info, 'info') }
}

/** The best bid and offer now, in whole units of the quote asset. */
export async function topOfBook(context: CaseContext) {
  const { id } = await instrument(context)
  const { data } = await context.cefiRest().listMarketQuotes({ query: { instrument_id: id } })
  const info = present(data[0]?.info, 'market quote')
  const price = (side: 'best_bid' | 'best_ask') => Number(present(info[side]?.price, side))
  return { instrumentId: id, bid: price('best_bid'), ask: price('best_ask') }
}

/** 18 characters are the most the service takes. */
export const clientOrderId = (context: CaseContext) => `${clientIdPrefix}${context.random.uuid().slice(-12)}`

export type Terms = {
  side: 'BUY' | 'SELL'
  type?: 'LIMIT' | 'MARKET'
  price?: string
  qty?: string
  tif?: 'GTC' | 'IOC'
  exec_inst_flags?: 'ALO'[]
  stp?: 'CANCEL_AGGRESSIVE' | 'CANCEL_BOTH'
}

/** A limit order of the smallest size, unless the terms say otherwise, for the target's client and with an id of its own. */
export function orderBody(context: CaseContext, instrumentId: string, terms: Terms) {
  const { clientId: client_id } = context.target.hmac()
  const info = { client_id, instrument_id: instrumentId, type: 'LIMIT' as const, qty: smallQty, ...terms }
  return { external_id: clientOrderId(context), info }
}

/** A moment in nanoseconds, so many minutes from now. */
export const inMinutes = (minutes: number) => String(BigInt(Date.now() + minutes * 60_000) * 1_000_000n)

/** A post-only buy inside the price band and some way below the best bid: it rests and harms nobody. */
export async function restingBody(context: CaseContext, share = 0.985) {
  const { instrumentId, bid } = await topOfBook(context)
  const price = String(Math.round(bid * share))
  return orderBody(context, instrumentId, { side: 'BUY', tif: 'GTC', price, exec_inst_flags: ['ALO'] })
}
