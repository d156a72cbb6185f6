import type { Decimal } from '../exchange/decimal.ts'
import type { OrderStatus as ExchangeStatus, Instrument, Order } from '../exchange/types.ts'
import type { Account } from './account.ts'
import type { CatalogueAsset, Venue } from './catalogue.ts'
import type { UnsignedPayload } from './payload.ts'

export const ORDER_STATUSES = [
  'initialized',
  'pending',
  'cancel_pending',
  'complete',
  'canceled',
  'active',
  'failed',
] as const

export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** What was asked for, understood: assets found, amounts read, rules of the order types kept. */
export interface OrderTerms {
  readonly venue: Venue
  readonly base: CatalogueAsset
  /** Asset names as the caller wrote them; an order is read back in its own words. */
  readonly baseName: string
  readonly quoteName: string
  readonly side: 'buy' | 'sell'
  readonly type: 'market' | 'limit'
  readonly qty: Decimal
  readonly qtyUnit: 'base' | 'quote'
  readonly price: Decimal | undefined
}

export interface CefiTerms extends OrderTerms {
  readonly venue: 'cefi'
  readonly instrument: Instrument
}

export interface DefiTerms extends OrderTerms {
  readonly venue: 'defi'
  /** The stablecoin or token on the other side. */
  readonly quote: CatalogueAsset
}

/** Money that must move between chain and exchange before the order can be paid. */
export interface Bridge {
  readonly asset: CatalogueAsset
  readonly amount: Decimal
}

export interface GatewayOrder {
  readonly id: string
  readonly account: Account
  readonly terms: OrderTerms
  /** RFC 3339 with microseconds; also the order's place in lists. */
  readonly createdAt: string
  /** When the payloads were made, Unix milliseconds; they go stale. */
  readonly preparedAtMs: number
  /** Base quantity that the order stands for, whatever unit it was asked in. */
  readonly baseQty: Decimal
  /** Limit price, or the price when a market order was created. */
  readonly referencePrice: Decimal
  /** Carries out what the stamps allow; missing for an order that needed none. */
  submit: (() => void) | undefined
  /** Whether the stamps have come. */
  submitted: boolean
  /** Ends an order that rests on chain and gives its money back; present while it rests. */
  unwind: (() => void) | undefined
  payloads: readonly UnsignedPayload[]
  cancelPayloads: readonly UnsignedPayload[]
  /** State of its own; an order at the exchange has the exchange's. */
  ownStatus: OrderStatus
  exchangeOrder: Order | undefined
  executedQty: Decimal
  executedPrice: Decimal
  fee: Decimal
  txHash: string
  failureReason: string
  /** When an order that ended by itself did so, RFC 3339. */
  endedAt: string | undefined
}

/** Ends an order that is not at the exchange; what ends there is the exchange's to tell. */
export function endOrder(
  order: GatewayOrder,
  status: 'complete' | 'canceled' | 'failed',
  at: string,
  failureReason = '',
): void {
  order.ownStatus = status
  order.endedAt = at
  order.failureReason = failureReason
}

const FROM_EXCHANGE: Readonly<Record<ExchangeStatus, OrderStatus>> = {
  INITIALIZED: 'pending',
  NEW_PENDING: 'pending',
  ACTIVE: 'active',
  MODIFY_PENDING: 'active',
  CANCEL_PENDING: 'cancel_pending',
  FILLED: 'complete',
  CANCELED: 'canceled',
  REJECTED: 'failed',
}

export function hasEnded(status: OrderStatus): boolean {
  return status === 'complete' || status === 'canceled' || status === 'failed'
}

export function statusOf(order: GatewayOrder): OrderStatus {
  return order.exchangeOrder === undefined ? order.ownStatus : FROM_EXCHANGE[order.exchangeOrder.status]
}
