import type { Decimal } from '../exchange/decimal.ts'
import { formatDecimal } from '../exchange/decimal.ts'
import type { TransferStatus as ExchangeStatus, Transfer } from '../exchange/types.ts'
import type { Account } from './account.ts'
import type { CatalogueAsset } from './catalogue.ts'
import { explorerUrl } from './explorer.ts'
import type { UnsignedPayload } from './payload.ts'

/** Transfers end `completed`, orders end `complete`. */
export type TransferStatus = 'awaiting_signature' | 'pending' | 'completed' | 'failed'

export interface GatewayTransfer {
  readonly id: string
  readonly account: Account
  readonly asset: CatalogueAsset
  readonly to: string
  readonly network: string | null
  readonly qty: Decimal
  readonly qtyUnit: 'base' | 'quote'
  /** Tokens that move, whatever unit was asked in. */
  readonly tokens: Decimal
  readonly fee: Decimal
  readonly createdAt: string
  updatedAt: string
  payloads: readonly UnsignedPayload[]
  ownStatus: TransferStatus
  /** A withdrawal from the exchange has the state that it has there. */
  exchangeTransfer: Transfer | undefined
  txHash: string
}

const FROM_EXCHANGE: Readonly<Record<ExchangeStatus, TransferStatus>> = {
  INITIALIZED: 'pending',
  PENDING: 'pending',
  COMPLETED: 'completed',
  FAILED: 'failed',
  REJECTED: 'failed',
}

export function transferStatus(transfer: GatewayTransfer): TransferStatus {
  return transfer.exchangeTransfer === undefined ? transfer.ownStatus : FROM_EXCHANGE[transfer.exchangeTransfer.status]
}

/** A transfer as the gateway prints it; amounts stay `0` until it is settled. */
export function viewTransfer(transfer: GatewayTransfer): Record<string, unknown> {
  const { asset, txHash } = transfer
  const status = transferStatus(transfer)
  const settled = status === 'completed'
  return {
    id: transfer.id,
    status,
    venue: asset.venue,
    asset_id: asset.id,
    asset_symbol: asset.symbol,
    chain: asset.chain,
    network: transfer.network,
    to: transfer.to,
    qty: formatDecimal(transfer.qty),
    qty_unit: transfer.qtyUnit,
    sent: settled ? formatDecimal(transfer.tokens) : '0',
    fee: settled ? formatDecimal(transfer.fee) : '0',
    received: settled ? formatDecimal(transfer.tokens - transfer.fee) : '0',
    tx_hash: txHash,
    ...(txHash === '' ? {} : { explorer_url: explorerUrl(txHash) }),
    payloads: status === 'awaiting_signature' ? transfer.payloads : [],
    created_at: transfer.createdAt,
    updated_at: transfer.updatedAt,
  }
}
