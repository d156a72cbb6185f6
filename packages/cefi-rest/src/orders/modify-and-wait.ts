import {
  ConfigurationError,
  compare,
  isRecord,
  OutcomeUnknownError,
  pollCallOptions,
  snapshot,
  type Time,
  type Unsettled,
} from '@truemarkets/core'
import type { CefiRestOperations, ModifyOrderParams, Order } from '../generated/types.ts'
import { orderRead } from '../settle.ts'
import type { FlowOptions, OrderStatusProgress } from './flow-options.ts'
import { lookUntil, type Watch } from './look-until.ts'
import { mayHaveEnded, type OrderEnding, orderEnding } from './order-state.ts'

/** Options of `modifyAndWait`. */
export type ModifyAndWaitOptions = FlowOptions<ModifyProgress>

/** A step of `modifyAndWait`, as it happens. */
export type ModifyProgress =
  /** The exchange has taken the modification. */
  | { readonly step: 'requested'; readonly refId: string }
  /** The answer does not say what became of the modification; the order is read to find out. */
  | { readonly step: 'outcome_unknown'; readonly refId: string }
  | OrderStatusProgress

/** How `modifyAndWait` ended. Switch over `outcome`. */
export type ModifiedOrder =
  /** The order lives with the new quantity and price. */
  | { readonly outcome: 'modified'; readonly order: Order }
  /** It lives with the old ones, also where its `modify_info` names the new: they were refused. */
  | { readonly outcome: 'unchanged'; readonly order: Order }
  /** It ended meanwhile. */
  | { readonly outcome: OrderEnding; readonly order: Order }
  /** Asked for, and not yet seen to be applied or not: the deadline passed, or the order could not be read. */
  | ({ readonly outcome: 'unsettled'; readonly order: Order } & Unsettled)

type Change = ModifyOrderParams['body']['info']

/**
 * Sends a modification and reads the order until it is applied, or known not to be.
 *
 * @throws {ConfigurationError} `option_invalid` without a change to wait for; {@link OutcomeUnknownError} when the answer to
 * the modification was lost and reading did not settle it; the refusal of a modification whose order lives.
 */
export async function modifyAndWait(
  api: Pick<CefiRestOperations, 'modifyOrder' | 'getOrderStatus'>,
  asked: ModifyOrderParams,
  options: ModifyAndWaitOptions,
  time: Time,
): Promise<ModifiedOrder> {
  checkChange(asked)
  const params = snapshot(asked)
  const change = params.body.info
  const refId = params.body.id
  const reference = { path: { ref_id: refId } }
  const sent = await send(api, params, options)
  if (sent.doubt === undefined) await options.onProgress?.({ step: 'requested', refId })
  else if (sent.doubt instanceof OutcomeUnknownError) await options.onProgress?.({ step: 'outcome_unknown', refId })
  let wasPending = false
  return await lookUntil<OrderEnding | 'modified' | 'unchanged'>(
    {
      refId,
      ...sent,
      settle: orderRead(reference),
      look: (call) => api.getOrderStatus(reference, call),
      outcomeOf(order) {
        const ending = orderEnding(order)
        if (ending !== undefined) return ending
        if (order.status === 'MODIFY_PENDING') {
          wasPending = true
          return undefined
        }
        const shown = shows(order, change)
        if (shown === true) return 'modified'
        // An order with the old values may not have begun to change yet, unless it was seen pending before; and in any other
        // state, as while it is being canceled, it does not say what became of the change.
        return shown === false && wasPending && order.status === 'ACTIVE' ? 'unchanged' : undefined
      },
      untouched: (order) => orderEnding(order) === undefined && !wasPending,
    },
    options,
    time,
  )
}

/** What was answered, or the doubt in which a lost answer leaves the wait, or a refusal. */
async function send(
  api: Pick<CefiRestOperations, 'modifyOrder'>,
  params: ModifyOrderParams,
  options: ModifyAndWaitOptions,
): Promise<Pick<Watch<never>, 'first' | 'doubt'>> {
  try {
    return { first: await api.modifyOrder(params, pollCallOptions(options)) }
  } catch (error) {
    if (error instanceof OutcomeUnknownError || mayHaveEnded(error)) return { doubt: error }
    throw error
  }
}

/** What the wait reads must be there before anything is sent, also where requests are not validated. */
function checkChange(asked: unknown): void {
  if (isRecord(asked) && isRecord(asked['body']) && isRecord(asked['body']['info'])) return
  throw new ConfigurationError(
    'option_invalid',
    'modifyAndWait was given no change to wait for.',
    'Pass { body: { id, info: { client_id, new_qty, new_price } } }.',
  )
}

/**
 * Whether the order is held with what the change asked for; undefined where that does not show. Its last modification says the
 * same of a change that was refused, so that it is asked only where the order does not say what it is held with.
 */
function shows({ order_info: held, modify_info: last }: Order, change: Change): boolean | undefined {
  const isHeld = both(equals(held?.qty, change.new_qty), equals(held?.price, change.new_price))
  return isHeld ?? both(equals(last?.new_qty, change.new_qty), equals(last?.new_price, change.new_price))
}

/** One that differs decides, whatever the other would say. */
function both(first: boolean | undefined, second: boolean | undefined): boolean | undefined {
  return first === false || second === false ? false : first && second
}

/**
 * Undefined for a value from the wire that says nothing: it may be missing, empty as in the publisher's own skeleton, or no
 * plain decimal, and none of these is a reason to leave the caller without the order.
 */
function equals(seen: string | undefined, wanted: string): boolean | undefined {
  try {
    return compare(seen ?? '', wanted) === 0
  } catch {
    return undefined
  }
}
