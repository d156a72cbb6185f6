import type { TrueMarketsError } from '@truemarkets/core'
import type { GatewayOperations, OrderDetail } from '../generated/types.ts'
import { callOptionsOf, type FlowOptions, paceOf } from './flow-options.ts'
import { poll } from './poll.ts'
import type { FlowTime } from './time.ts'

/** Where following an order led. */
export type Followed =
  | { readonly kind: 'reached'; readonly order: OrderDetail }
  | { readonly kind: 'unsettled'; readonly order: OrderDetail | undefined; readonly why: Unsettled }

/** Why an order or a transfer was left before its end. It exists and goes on without us. */
export interface Unsettled {
  /** `deadline`: time ran out. `unreadable`: its status could not be read. */
  readonly reason: 'deadline' | 'unreadable'
  /** The failure of the last read, if it failed. */
  readonly error: TrueMarketsError | undefined
}

/** What following needs to know. */
export interface FollowOrder {
  readonly orderId: string
  /** Says that following ends here. */
  readonly reached: (order: OrderDetail) => boolean
  /** Told of every status that differs from the one before. */
  readonly onStatus: (status: string) => void
  /** How a submission failed that may have taken effect all the same; reading the order settles it. */
  readonly doubt?: TrueMarketsError | undefined
  /** Whether a status looks as if the doubtful submission had not taken effect. */
  readonly untouched: (status: string | undefined) => boolean
}

/**
 * Reads an order until `reached`, reporting changes. `getOrder` is read, not `getOrderStatus`: one read gives the status
 * and the fills that belong to it.
 *
 * @throws The given doubt, when the order still looks untouched at the end.
 */
export async function followOrder(
  operations: Pick<GatewayOperations, 'getOrder'>,
  follow: FollowOrder,
  options: FlowOptions<never>,
  time: FlowTime,
): Promise<Followed> {
  let seen: string | undefined
  const read = async (remainingMs: number): Promise<OrderDetail> => {
    const call = { ...callOptionsOf(options), deadlineMs: remainingMs }
    const order = await operations.getOrder({ path: { id: follow.orderId } }, call)
    if (order.status !== undefined && order.status !== seen) follow.onStatus(order.status)
    seen = order.status
    return order
  }
  const end = await poll(read, follow.reached, paceOf(options, time))
  if (end.kind === 'reached') return { kind: 'reached', order: end.last }
  if (follow.doubt !== undefined && follow.untouched(end.last?.status)) throw follow.doubt
  return { kind: 'unsettled', order: end.last, why: { reason: end.kind, error: end.error } }
}
