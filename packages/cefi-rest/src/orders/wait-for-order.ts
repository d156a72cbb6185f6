import { checkChoice, snapshot, type Time, type Unsettled } from '@truemarkets/core'
import type { CefiRestOperations, GetOrderStatusParams, Order } from '../generated/types.ts'
import type { FlowOptions, OrderStatusProgress } from './flow-options.ts'
import { lookUntil } from './look-until.ts'
import { isAcknowledged, type OrderEnding, orderEnding } from './order-state.ts'

/**
 * What an order is waited for: `acknowledged` by the exchange, `terminal`, which is its end, or a condition of your own. An order
 * that has ended ends every wait.
 */
export type OrderGoal = 'acknowledged' | 'terminal' | ((order: Order) => boolean)

/**
 * Refuses a goal that is none, for example `filled`: it would be taken for another.
 *
 * @throws {ConfigurationError} `option_invalid`.
 */
export function checkGoal(goal: OrderGoal | undefined): void {
  if (typeof goal !== 'function') checkChoice('waitForOrder: until', goal, ['acknowledged', 'terminal'])
}

/** Options of `waitForOrder`. */
export interface WaitForOrderOptions extends FlowOptions<OrderStatusProgress> {
  /** What to wait for. Default: `terminal`. */
  readonly until?: OrderGoal | undefined
}

/** Where following an order led, as `waitForOrder` does. Switch over `outcome`. */
export type FollowedOrder =
  /** How it ended. Canceled and filled orders may both hold fills: read `executed_qty`. */
  | { readonly outcome: OrderEnding; readonly order: Order }
  /** It is where it was waited for, and lives. */
  | { readonly outcome: 'reached'; readonly order: Order }
  /** It was not seen there: the deadline passed, or its status could not be read. It goes on without us. */
  | ({ readonly outcome: 'unsettled'; readonly order: Order } & Unsettled)

/** Reads an order until it is where the caller wants it, or until time runs out. */
export async function waitForOrder(
  api: Pick<CefiRestOperations, 'getOrderStatus'>,
  asked: GetOrderStatusParams,
  options: WaitForOrderOptions,
  time: Time,
): Promise<FollowedOrder> {
  const params = snapshot(asked)
  const isThere = conditionOf(options.until ?? 'terminal')
  return await lookUntil<OrderEnding | 'reached'>(
    {
      refId: params.path.ref_id,
      look: (call) => api.getOrderStatus(params, call),
      outcomeOf: (order) => orderEnding(order) ?? (isThere(order) ? 'reached' : undefined),
    },
    options,
    time,
  )
}

function conditionOf(goal: OrderGoal): (order: Order) => boolean {
  if (typeof goal === 'function') return goal
  return goal === 'acknowledged' ? isAcknowledged : () => false
}
