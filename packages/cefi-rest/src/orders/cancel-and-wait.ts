import { DecodeError, pollCallOptions, snapshot, type Time, type Unsettled } from '@truemarkets/core'
import type { CancelOrderParams, CefiRestOperations, Order } from '../generated/types.ts'
import { orderRead } from '../settle.ts'
import type { FlowOptions, OrderStatusProgress } from './flow-options.ts'
import { lookUntil, type Watch } from './look-until.ts'
import { mayHaveEnded, type OrderEnding, orderEnding } from './order-state.ts'

/** Options of `cancelAndWait`. */
export type CancelAndWaitOptions = FlowOptions<CancelProgress>

/** A step of `cancelAndWait`, as it happens. */
export type CancelProgress =
  /** The exchange has taken the cancel. */
  { readonly step: 'requested'; readonly refId: string } | OrderStatusProgress

/** How `cancelAndWait` ended. Switch over `outcome`. */
export type CanceledOrder =
  /**
   * `canceled`: what was left is off the book, and `executed_qty` is what was filled before. `filled`: a fill won the race.
   * `rejected`: the order had never been accepted.
   */
  | { readonly outcome: OrderEnding; readonly order: Order }
  /** Asked for, but the end was not seen, and fills may still arrive. */
  | ({ readonly outcome: 'unsettled'; readonly order: Order } & Unsettled)

/** Begins a cancel and reads the order until it has ended: the answer to a cancel only says that cancelling began. */
export async function cancelAndWait(
  api: Pick<CefiRestOperations, 'cancelOrder' | 'getOrderStatus'>,
  asked: CancelOrderParams,
  options: CancelAndWaitOptions,
  time: Time,
): Promise<CanceledOrder> {
  const params = snapshot(asked)
  const refId = params.path.ref_id
  const begun = await beginCancel(api, params, options)
  if (begun.doubt === undefined) await options.onProgress?.({ step: 'requested', refId })
  return await lookUntil(
    {
      refId,
      ...begun,
      settle: orderRead(params),
      look: (call) => api.getOrderStatus(params, call),
      outcomeOf: orderEnding,
      untouched: (order) => orderEnding(order) === undefined && order.status !== 'CANCEL_PENDING',
    },
    options,
    time,
  )
}

/** What was answered, or the doubt in which a refusal leaves the wait; the first of two attempts may have been the cause of it. */
async function beginCancel(
  api: Pick<CefiRestOperations, 'cancelOrder'>,
  params: CancelOrderParams,
  options: CancelAndWaitOptions,
): Promise<Pick<Watch<never>, 'first' | 'doubt'>> {
  try {
    return { first: await api.cancelOrder(params, pollCallOptions(options)) }
  } catch (error) {
    // A success that cannot be read says all the same that cancelling began.
    if (mayHaveEnded(error) || error instanceof DecodeError) return { doubt: error }
    throw error
  }
}
