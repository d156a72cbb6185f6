import { checkChoice, snapshot, type Time } from '@truemarkets/core'
import type { CefiRestOperations, GetOrderStatusParams, Order } from '../generated/types.ts'
import { type Look, lookUntil } from './look-until.ts'
import { isAcknowledged, type OrderEnding, orderEnding } from './order-state.ts'
import type { WaitOptions } from './wait-options.ts'

/** What an order is waited for: `acknowledged` by the exchange, `ended`, or a condition of your own. */
export type OrderGoal = 'acknowledged' | 'ended' | ((order: Order) => boolean)

/**
 * Refuses a goal that is none, for example `filled`: it would be taken for another.
 *
 * @throws {ConfigurationError} `option_invalid`.
 */
export function checkGoal(goal: OrderGoal | undefined): void {
  if (typeof goal !== 'function') checkChoice('waitForOrder: until', goal, ['acknowledged', 'ended'])
}

/** Options of `waitForOrder`. */
export interface WaitForOrderOptions extends WaitOptions {
  /** What to wait for. Default: `ended`. */
  readonly until?: OrderGoal | undefined
}

/** How `waitForOrder` came out. */
export interface AwaitedOrder {
  /** Whether the goal was reached; false when time ran out first. */
  readonly reached: boolean
  /** How the order ended, or undefined while it lives. */
  readonly ending: OrderEnding | undefined
  /** The order as last seen. */
  readonly order: Order
}

/** Reads an order until it is where the caller wants it, or until time runs out. */
export async function waitForOrder(
  api: Pick<CefiRestOperations, 'getOrderStatus'>,
  asked: GetOrderStatusParams,
  options: WaitForOrderOptions,
  time: Time,
): Promise<AwaitedOrder> {
  const params = snapshot(asked)
  const done = conditionOf(options.until ?? 'ended')
  const look: Look = (call) => api.getOrderStatus(params, call)
  const order = await lookUntil(done, look, options, time)
  return { reached: done(order), ending: orderEnding(order), order }
}

function conditionOf(goal: OrderGoal): (order: Order) => boolean {
  if (typeof goal === 'function') return goal
  return goal === 'ended' ? (order) => orderEnding(order) !== undefined : isAcknowledged
}
