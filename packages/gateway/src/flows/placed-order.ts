import type { Unsettled } from '@truemarkets/core'
import type { OrderDetail, QuoteDetails } from '../generated/types.ts'
import type { FlowOptions } from './flow-options.ts'
import type { Until } from './order-ending.ts'

/** Options of `placeOrder`. */
export interface PlaceOrderOptions extends FlowOptions<PlaceOrderProgress> {
  /**
   * How far to follow the order. `accepted`: until the service has taken it. `settled`: until it is filled, dead, or
   * resting in the book. `terminal`: until it is filled or dead. Default: `settled`.
   */
  readonly until?: Until | undefined
  /**
   * How often the order may be created again after its quote went stale: refused as stale, or older than 20 seconds when
   * `review` was done with it. Every new quote can have another price, so nothing is created again unless this says so.
   * Default: 0.
   */
  readonly recreateOnStaleQuote?: number | undefined
  /**
   * Asked before signing, with the quote if there is one (a CeFi buy that first bridges funds has none); `false` stops the
   * flow. Default: sign without asking.
   */
  readonly review?: ((quote: QuoteDetails | undefined) => boolean | Promise<boolean>) | undefined
  /** Sign even when the quote carries warnings in `issues`. Default: `false`, like the publisher's own client. */
  readonly acceptIssues?: boolean | undefined
}

/** Options of `waitForOrder`. */
export interface WaitForOrderOptions extends FlowOptions<OrderStatusProgress> {
  /**
   * How far to follow the order. `settled`: until it is filled, dead, or resting in the book. `terminal`: until it is filled or
   * dead. Default: `settled`.
   */
  readonly until?: Exclude<Until, 'accepted'> | undefined
}

/** A change of an order's status, as it is read. */
export interface OrderStatusProgress {
  readonly step: 'status'
  readonly orderId: string
  readonly status: string
}

/** A step of `placeOrder`, as it happens. */
export type PlaceOrderProgress =
  | {
      readonly step: 'created'
      readonly orderId: string
      readonly status: string | undefined
      readonly quote: QuoteDetails | undefined
    }
  | { readonly step: 'stamped'; readonly orderId: string; readonly stamps: number }
  | { readonly step: 'executed'; readonly orderId: string; readonly status: string | undefined }
  /** The answer to the execution does not say what became of the order, which is read to find out. */
  | { readonly step: 'outcome_unknown'; readonly orderId: string }
  | { readonly step: 'recreating'; readonly staleOrderId: string; readonly creation: number }
  | OrderStatusProgress

/** Where following an order led, as `placeOrder` and `waitForOrder` do. Switch over `outcome`. */
export type FollowedOrder =
  /** Fully filled, or the swap is confirmed. */
  | ({ readonly outcome: 'complete' } & EndedOrder)
  /** Resting in the book. Only with `until: 'settled'`, the default. */
  | ({ readonly outcome: 'active' } & EndedOrder)
  /** Canceled; it may be partly filled, see `order.executed_qty`. */
  | ({ readonly outcome: 'canceled' } & EndedOrder)
  /** Rejected, or the execution on chain reverted. `reason` is the part of `failure_reason` that is meant for people. */
  | ({ readonly outcome: 'failed'; readonly reason: string | undefined } & EndedOrder)
  /** Taken by the service and not followed further. Only of `placeOrder` with `until: 'accepted'`. */
  | ({ readonly outcome: 'accepted'; readonly status: string | undefined } & CreatedOrder)
  /** Submitted, but its end was not seen: the deadline passed, or its status could not be read. It goes on without us. */
  | ({ readonly outcome: 'unsettled'; readonly order: OrderDetail | undefined } & CreatedOrder & Unsettled)

/** How `placeOrder` ended. Switch over `outcome`. */
export type PlacedOrder =
  | FollowedOrder
  /** No order exists: the balance does not cover it. The quote says what it would have cost. */
  | { readonly outcome: 'insufficient_balance'; readonly quote: QuoteDetails | undefined }
  /** No order exists, for a reason the quote may name. */
  | { readonly outcome: 'no_order'; readonly quote: QuoteDetails | undefined }
  /** Prepared and not signed, because the quote carries warnings. Nothing was submitted. */
  | ({ readonly outcome: 'quote_issues' } & CreatedOrder)
  /** Prepared and not signed, because `review` said no. Nothing was submitted. */
  | ({ readonly outcome: 'declined' } & CreatedOrder)
  /** Signed too late, and refused; creating it again was not allowed, or not again. Nothing was submitted. */
  | ({ readonly outcome: 'stale_quote' } & CreatedOrder)

/** What is known of an order that exists. */
export interface CreatedOrder {
  /** The id that the Gateway gave it. */
  readonly orderId: string
  /** Price and fee; DeFi only, and only where the order was created by the same call. */
  readonly quote: QuoteDetails | undefined
}

/** What is known of an order that was read at its end. */
export interface EndedOrder extends CreatedOrder {
  /** The order as it was read at the end. */
  readonly order: OrderDetail
}
