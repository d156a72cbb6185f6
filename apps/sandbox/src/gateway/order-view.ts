import { type Decimal, divide, formatDecimal } from '../exchange/decimal.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { explorerUrl } from './explorer.ts'
import { type GatewayOrder, hasEnded, statusOf } from './order.ts'

export interface OrderViewOptions {
  /** List reads carry the explorer link, the single read does not. */
  readonly withExplorerUrl: boolean
  /** Whether `qty_unit` comes back (G14). */
  readonly withQtyUnit: boolean
}

/** An order as the gateway prints it. */
export function viewOrder(exchange: Exchange, order: GatewayOrder, options: OrderViewOptions): Record<string, unknown> {
  const { terms, txHash } = order
  const progress = progressOf(exchange, order)
  const status = statusOf(order)
  return {
    order_id: order.id,
    base_asset: terms.baseName,
    quote_asset: terms.quoteName,
    asset_id: terms.base.id,
    asset_symbol: terms.base.symbol,
    type: terms.type,
    side: terms.side,
    price: formatDecimal(order.referencePrice),
    qty: formatDecimal(terms.qty),
    ...(options.withQtyUnit ? { qty_unit: terms.qtyUnit } : {}),
    executed_qty: formatDecimal(progress.executedQty),
    leaves_qty: formatDecimal(hasEnded(status) ? 0n : order.baseQty - progress.executedQty),
    executed_vwap: formatDecimal(progress.vwap),
    fee: formatDecimal(progress.fee),
    venue: terms.venue,
    status,
    created_at: order.createdAt,
    ...(txHash === '' ? {} : { tx_hash: txHash }),
    ...(txHash === '' || !options.withExplorerUrl ? {} : { explorer_url: explorerUrl(txHash) }),
    ...(status === 'failed' ? { failure_reason: failureReasonOf(order) } : {}),
  }
}

/** A chain of causes joined by colons; its last part is for people. */
function failureReasonOf({ exchangeOrder, failureReason }: GatewayOrder): string {
  return exchangeOrder === undefined ? failureReason : `exchange: ${exchangeOrder.text}`
}

interface Progress {
  readonly executedQty: Decimal
  readonly vwap: Decimal
  readonly fee: Decimal
}

function progressOf(exchange: Exchange, order: GatewayOrder): Progress {
  const { exchangeOrder } = order
  if (exchangeOrder === undefined) {
    return { executedQty: order.executedQty, vwap: order.executedPrice, fee: order.fee }
  }
  const { executedQty, executedNotional } = exchangeOrder
  const fee = exchange.fillsOf(exchangeOrder.id).reduce((sum, fill) => sum + fill.fee, 0n)
  return { executedQty, vwap: executedQty === 0n ? 0n : divide(executedNotional, executedQty), fee }
}
