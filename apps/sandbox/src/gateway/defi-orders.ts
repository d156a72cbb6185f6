import { type Decimal, divide, formatDecimal, multiply, ONE } from '../exchange/decimal.ts'
import type { Account } from './account.ts'
import { belowMinimum, toTokenPrecision } from './amounts.ts'
import type { CatalogueAsset } from './catalogue.ts'
import { newOrder } from './new-order.ts'
import { newPayload } from './new-payload.ts'
import { type Bridge, type DefiTerms, endOrder, type GatewayOrder } from './order.ts'
import { CHAIN_DELAY_MS, type GatewayParts } from './parts.ts'
import type { UnsignedPayload } from './payload.ts'
import { currentUsdPrice, pairPrice, usdPrice } from './prices.ts'
import { availableAtExchange, settlementAsset } from './settlement.ts'
import type { Swap } from './swap.ts'

const MINIMUM_USD = ONE

export interface QuoteDetails {
  readonly base_asset: string
  readonly quote_asset: string
  readonly qty: string
  readonly qty_out: string
  readonly fee: string
  readonly fee_asset: string
  readonly issues: readonly string[]
}

/** A prepared on-chain order with its quote; without `order`, nobody could pay for it and no order exists. */
export interface DefiPreparation {
  readonly order: GatewayOrder | undefined
  readonly quote: QuoteDetails
}

export function prepareDefiOrder(parts: GatewayParts, account: Account, terms: DefiTerms): DefiPreparation {
  const swap = priceSwap(parts, terms)
  const worth = multiply(swap.payQty, usdPrice(parts.exchange, swap.pays))
  if (worth < MINIMUM_USD) throw belowMinimum()
  const missing = swap.payQty - account.wallet.available(swap.pays.id)
  const bridge =
    missing > 0n && canBridge(parts, account, swap.pays, missing) ? { asset: swap.pays, amount: missing } : undefined
  if (!parts.rules.isFunded(missing, bridge !== undefined))
    return { order: undefined, quote: describe(terms, swap, ['Insufficient balance']) }
  const order = newOrder(parts, { account, terms, baseQty: swap.baseQty, referencePrice: swap.price })
  order.payloads = payloads(parts, order, swap, bridge)
  order.submit = () => submit(parts, order, swap, bridge)
  return { order, quote: describe(terms, swap, []) }
}

function priceSwap({ exchange, rules }: GatewayParts, terms: DefiTerms): Swap {
  const { base, quote, side, qty, qtyUnit } = terms
  const price = terms.price ?? pairPrice(exchange, base, quote)
  if (side === 'sell') {
    const gross = multiply(qty, price)
    const fee = rules.swapFee(gross)
    const getQty = toTokenPrecision(gross - fee, quote.decimals)
    return { pays: base, payQty: qty, gets: quote, getQty, baseQty: qty, price, fee }
  }
  // A buy in quote units spends the amount, fee included; a limit buy in base units pays the fee on top.
  const gross = qtyUnit === 'quote' ? qty : multiply(qty, price)
  const fee = rules.swapFee(gross)
  const baseQty = qtyUnit === 'quote' ? toTokenPrecision(divide(qty - fee, price), base.decimals) : qty
  const payQty = qtyUnit === 'quote' ? qty : gross + fee
  return { pays: quote, payQty, gets: base, getQty: baseQty, baseQty, price, fee }
}

function describe({ base, quote }: DefiTerms, swap: Swap, issues: readonly string[]): QuoteDetails {
  return {
    base_asset: base.address ?? base.symbol,
    quote_asset: quote.address ?? quote.symbol,
    qty: formatDecimal(swap.payQty),
    qty_out: formatDecimal(swap.getQty),
    fee: formatDecimal(swap.fee),
    fee_asset: quote.address ?? quote.symbol,
    issues,
  }
}

/** Dollars on the exchange can pay for an on-chain buy. */
function canBridge({ exchange }: GatewayParts, account: Account, pays: CatalogueAsset, missing: Decimal): boolean {
  if (!pays.stable || account.clientId === undefined) return false
  return availableAtExchange(exchange, account.clientId, settlementAsset(exchange)) >= missing
}

/** One payload for each thing to sign: money from the exchange, the allowance that EVM chains want, the swap itself. */
function payloads(
  parts: GatewayParts,
  { id, terms: { base } }: GatewayOrder,
  { pays, payQty, gets }: Swap,
  bridge: Bridge | undefined,
): readonly UnsignedPayload[] {
  const moved =
    bridge === undefined ? [] : [{ step: 'bridge', order: id, asset: pays.id, amount: bridge.amount.toString() }]
  const steps = [...(base.chain === 'solana' ? [] : ['approve']), 'swap']
  const common = { order: id, pays: pays.id, qty: payQty.toString(), gets: gets.id }
  return [...moved, ...steps.map((step) => ({ step, ...common }))].map((step) => newPayload(parts, step))
}

function submit(parts: GatewayParts, order: GatewayOrder, swap: Swap, bridge: Bridge | undefined): void {
  const { wallet } = order.account
  order.ownStatus = 'pending'
  if (!pullFromExchange(parts, order.account, swap, bridge) || !wallet.hold(swap.pays.id, swap.payQty)) {
    endOrder(order, 'failed', parts.instants.next(), `swap: insufficient balance of ${swap.pays.symbol}`)
    return
  }
  parts.scheduler.confirm(CHAIN_DELAY_MS, () => {
    if (order.terms.type === 'market' || isMarketable(parts, order)) fill(parts, order, swap)
    else rest(parts, order, swap)
  })
}

/** Whether the wallet can pay, with what was stamped to come from the exchange: no more is moved, and nothing for an order that fails. */
function pullFromExchange(
  { exchange }: GatewayParts,
  { clientId, wallet }: Account,
  { pays, payQty }: Swap,
  { amount }: Pick<Bridge, 'amount'> = { amount: 0n },
): boolean {
  const settlement = settlementAsset(exchange)
  if (amount === 0n || clientId === undefined) return true
  if (wallet.available(pays.id) + amount < payQty) return false
  if (availableAtExchange(exchange, clientId, settlement) < amount) return false
  exchange.credit(clientId, settlement.id, -amount)
  wallet.credit(pays.id, amount)
  return true
}

/** Asked when something has happened, and by nobody who could be refused: what has no price is not at its price. */
function isMarketable({ exchange }: GatewayParts, { terms, referencePrice }: GatewayOrder): boolean {
  const market = currentUsdPrice(exchange, terms.base)
  if (market === undefined) return false
  return terms.side === 'buy' ? referencePrice >= market : referencePrice <= market
}

function fill({ ids, instants, rules }: GatewayParts, order: GatewayOrder, swap: Swap): void {
  const { wallet } = order.account
  const { paid, got } = rules.settles(swap)
  wallet.release(swap.pays.id, swap.payQty)
  wallet.credit(swap.pays.id, -paid)
  wallet.credit(swap.gets.id, got)
  order.executedQty = swap.baseQty
  order.executedPrice = swap.price
  order.fee = swap.fee
  order.txHash = `sandbox-${ids.uuid()}`
  endOrder(order, 'complete', instants.next())
}

/**
 * The order waits at its price with its money held, until a trade at the exchange shows that the market has come to it or
 * until its cancellation is signed.
 */
function rest(parts: GatewayParts, order: GatewayOrder, swap: Swap): void {
  order.ownStatus = 'active'
  const stopWatching = parts.exchange.events.on('trade', () => {
    if (!isMarketable(parts, order)) return
    stopWatching()
    order.unwind = undefined
    fill(parts, order, swap)
  })
  order.unwind = () => {
    stopWatching()
    order.unwind = undefined
    order.account.wallet.release(swap.pays.id, parts.rules.released(swap))
    endOrder(order, 'canceled', parts.instants.next())
  }
}
