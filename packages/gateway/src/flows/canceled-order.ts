import type { Unsettled } from '@truemarkets/core'
import type { OrderDetail } from '../generated/types.ts'
import type { FlowOptions } from './flow-options.ts'

/** Options of `cancelAndWait`. */
export interface CancelAndWaitOptions extends FlowOptions<CancelProgress> {
  /** `accepted`: until the service has taken the cancellation. `settled`: until the order has ended. Default: `settled`. */
  readonly until?: 'accepted' | 'settled' | undefined
  /**
   * Which of the two published operations asks for the cancellation. `prepareCancelOrder` serves both venues,
   * `cancelOrder` is the older one and takes CeFi limit orders only. Default: `prepareCancelOrder`.
   */
  readonly through?: 'prepareCancelOrder' | 'cancelOrder' | undefined
}

/** A step of `cancelAndWait`, as it happens. */
export type CancelProgress =
  /** The service has answered; `payloads` counts what is to be stamped, 0 when the cancellation is already on its way. */
  | { readonly step: 'requested'; readonly orderId: string; readonly payloads: number }
  | { readonly step: 'stamped'; readonly orderId: string; readonly stamps: number }
  | { readonly step: 'executed'; readonly orderId: string; readonly status: string | undefined }
  /** The answer does not say what became of the order, which is read to find out. */
  | { readonly step: 'outcome_unknown'; readonly orderId: string }
  | { readonly step: 'status'; readonly orderId: string; readonly status: string }

/** How `cancelAndWait` ended. Switch over `outcome`. */
export type CanceledOrder =
  /** Canceled; it may be partly filled, see `order.executed_qty`. */
  | { readonly outcome: 'canceled'; readonly orderId: string; readonly order: OrderDetail }
  /** A fill won the race: the order is complete. */
  | { readonly outcome: 'complete'; readonly orderId: string; readonly order: OrderDetail }
  /** The order failed in the meantime. */
  | {
      readonly outcome: 'failed'
      readonly orderId: string
      readonly order: OrderDetail
      readonly reason: string | undefined
    }
  /** Taken by the service and not followed further. Only with `until: 'accepted'`. */
  | { readonly outcome: 'accepted'; readonly orderId: string }
  /** Asked for, but the end was not seen: the deadline passed, or the status could not be read. */
  | ({ readonly outcome: 'unsettled'; readonly orderId: string; readonly order: OrderDetail | undefined } & Unsettled)
