import { type Decimal, decimal, multiply, ONE } from '../exchange/decimal.ts'
import { Refusal } from '../exchange/refusal.ts'
import type { PlaceOrder } from '../exchange/types.ts'
import { ApiError } from '../server/api-error.ts'
import type { Account } from './account.ts'
import { belowMinimum } from './amounts.ts'
import { CATALOGUE } from './catalogue.ts'
import { previewMarket } from './market-preview.ts'
import { newOrder } from './new-order.ts'
import { newPayload } from './new-payload.ts'
import { type Bridge, type CefiTerms, endOrder, type GatewayOrder } from './order.ts'
import { CHAIN_DELAY_MS, type GatewayParts } from './parts.ts'
import { availableAtExchange, settlementAsset } from './settlement.ts'

/** Room for the taker fee when asking whether an order can be paid. */
const FEE_ROOM = ONE + decimal('0.001')

/**
 * An order for the exchange. It is submitted at once, unless it is a buy that the exchange account cannot pay and a wallet
 * can: then the answer carries the transfer to sign, and the order follows the money.
 */
export function createCefiOrder(parts: GatewayParts, account: Account, terms: CefiTerms): GatewayOrder {
  const { clientId } = account
  if (clientId === undefined) throw new ApiError(403, 'This account is not onboarded to CeFi.')
  const sized = size(parts, terms)
  const order = newOrder(parts, { account, terms, baseQty: sized.qty, referencePrice: sized.price })
  const request: PlaceOrder = {
    clientId,
    instrumentId: terms.instrument.id,
    side: parts.rules.sideAtExchange(terms.side),
    type: terms.type === 'limit' ? 'LIMIT' : 'MARKET',
    qty: sized.qty,
    price: terms.price,
  }
  const place = () => {
    order.exchangeOrder = parts.exchange.place(request)
  }
  const bridge = terms.side === 'buy' ? findBridge(parts, account, clientId, terms, sized) : undefined
  if (bridge === undefined) {
    order.ownStatus = 'pending'
    place()
    return order
  }
  const step = { step: 'bridge', order: order.id, asset: bridge.asset.id, amount: bridge.amount.toString() }
  order.payloads = [newPayload(parts, step)]
  order.submit = () => submitAfterBridge(parts, order, clientId, bridge, place)
  return order
}

interface Sized {
  readonly qty: Decimal
  readonly price: Decimal
  /** What it costs before fees: not always `qty` times `price`, which over several levels is a rounded average. */
  readonly notional: Decimal
}

/** Base quantity and price: as asked, or as the visible book gives for a market order. */
function size({ exchange }: GatewayParts, { instrument, side, type, qty, qtyUnit, price }: CefiTerms): Sized {
  if (type === 'limit' && price !== undefined) return { qty, price, notional: multiply(qty, price) }
  const preview = previewMarket(exchange, instrument, { side, qty, unit: qtyUnit })
  if (preview.qty === 0n) throw belowMinimum()
  return preview
}

/** The stablecoin on chain that covers what is missing on the exchange; none when nothing is missing or nothing covers it. */
function findBridge(
  { exchange }: GatewayParts,
  { wallet }: Account,
  clientId: string,
  { instrument }: CefiTerms,
  { notional }: Sized,
): Bridge | undefined {
  const cost = multiply(notional, FEE_ROOM)
  const amount = cost - availableAtExchange(exchange, clientId, instrument.quote)
  if (amount <= 0n) return undefined
  const asset = CATALOGUE.find(({ id, stable, venue }) => stable && venue === 'defi' && wallet.available(id) >= amount)
  return asset === undefined ? undefined : { asset, amount }
}

function submitAfterBridge(
  { exchange, instants, rules, scheduler }: GatewayParts,
  order: GatewayOrder,
  clientId: string,
  bridge: Bridge,
  place: () => void,
): void {
  const { asset, amount } = bridge
  const { wallet } = order.account
  order.ownStatus = 'pending'
  if (!wallet.hold(asset.id, amount)) {
    endOrder(order, 'failed', instants.next(), `bridge: insufficient balance of ${asset.symbol}`)
    return
  }
  scheduler.confirm(CHAIN_DELAY_MS, () => {
    const moved = rules.bridged(bridge)
    wallet.release(asset.id, amount)
    wallet.credit(asset.id, -moved)
    exchange.credit(clientId, settlementAsset(exchange).id, moved)
    if (order.ownStatus === 'cancel_pending') {
      endOrder(order, 'canceled', instants.next())
      return
    }
    try {
      place()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      endOrder(order, 'failed', instants.next(), `exchange: ${error.message}`)
    }
  })
}
