import { formatDecimal } from '../exchange/decimal.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { explorerUrl } from './explorer.ts'
import { formatMicros } from './instants.ts'
import { type GatewayOrder, hasEnded, type OrderStatus, statusOf } from './order.ts'
import { type OrderViewOptions, viewOrder } from './order-view.ts'
import type { GatewayRules } from './rules.ts'
import { type GatewayTransfer, transferStatus, viewTransfer } from './transfer.ts'

export interface Transaction {
  readonly at: string
  readonly view: Record<string, unknown>
}

const ORDER_STATES: Readonly<Record<OrderStatus, string>> = {
  initialized: 'pending',
  pending: 'pending',
  active: 'pending',
  cancel_pending: 'pending',
  complete: 'completed',
  canceled: 'canceled',
  failed: 'failed',
}

/** One feed of orders and transfers, newest first. It hides orders that were never executed and shows unsigned transfers. */
export function transactionsOf(
  rules: GatewayRules,
  exchange: Exchange,
  orders: readonly GatewayOrder[],
  transfers: readonly GatewayTransfer[],
  options: OrderViewOptions,
): readonly Transaction[] {
  const rows = [
    ...orders
      .filter((order) => rules.isInFeed(statusOf(order)))
      .map((order) => ({ at: order.createdAt, view: orderRow(order, viewOrder(exchange, order, options)) })),
    ...transfers.map((transfer) => ({ at: transfer.createdAt, view: transferRow(transfer) })),
  ]
  return rows.sort((left, right) => (left.at < right.at ? 1 : -1))
}

function orderRow(order: GatewayOrder, view: Record<string, unknown>): Record<string, unknown> {
  const { terms, txHash } = order
  const status = ORDER_STATES[statusOf(order)]
  return {
    id: order.id,
    type: 'order',
    asset_flow: terms.side === 'buy' ? 'in' : 'out',
    status,
    created_at: order.createdAt,
    completed_at: completedAt(order),
    qty: formatDecimal(order.baseQty),
    asset_id: terms.base.id,
    asset_symbol: terms.base.symbol,
    tx_hash: txHash === '' ? null : txHash,
    explorer_url: txHash === '' ? null : explorerUrl(txHash),
    failure_reason: status === 'failed' ? (view['failure_reason'] ?? null) : null,
    order: view,
  }
}

function completedAt(order: GatewayOrder): string | null {
  if (!hasEnded(statusOf(order))) return null
  const { exchangeOrder, endedAt = null } = order
  return exchangeOrder === undefined ? endedAt : formatMicros(exchangeOrder.updatedAt / 1000n)
}

function transferRow(transfer: GatewayTransfer): Record<string, unknown> {
  const { asset, txHash } = transfer
  const status = transferStatus(transfer)
  return {
    id: transfer.id,
    type: 'transfer',
    asset_flow: 'out',
    status: status === 'awaiting_signature' ? 'pending' : status,
    created_at: transfer.createdAt,
    completed_at: status === 'completed' || status === 'failed' ? transfer.updatedAt : null,
    qty: formatDecimal(transfer.tokens),
    asset_id: asset.id,
    asset_symbol: asset.symbol,
    tx_hash: txHash === '' ? null : txHash,
    explorer_url: txHash === '' ? null : explorerUrl(txHash),
    failure_reason: status === 'failed' ? `transfer: insufficient balance of ${asset.symbol}` : null,
    transfer: viewTransfer(transfer),
  }
}
