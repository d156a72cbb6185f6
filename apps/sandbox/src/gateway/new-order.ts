import type { Decimal } from '../exchange/decimal.ts'
import type { Account } from './account.ts'
import type { GatewayOrder, OrderTerms } from './order.ts'
import type { GatewayParts } from './parts.ts'

export interface NewOrder {
  readonly account: Account
  readonly terms: OrderTerms
  readonly baseQty: Decimal
  readonly referencePrice: Decimal
}

/** A record of an order of which nothing has been submitted yet. */
export function newOrder({ clock, ids, instants }: GatewayParts, fresh: NewOrder): GatewayOrder {
  return {
    ...fresh,
    id: ids.uuid(),
    createdAt: instants.next(),
    preparedAtMs: clock.now(),
    submit: undefined,
    submitted: false,
    unwind: undefined,
    payloads: [],
    cancelPayloads: [],
    ownStatus: 'initialized',
    exchangeOrder: undefined,
    executedQty: 0n,
    executedPrice: 0n,
    fee: 0n,
    txHash: '',
    failureReason: '',
    endedAt: undefined,
  }
}
