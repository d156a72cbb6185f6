import { type CallOptions, follow, pollCallOptions, type TrueMarketsError } from '@truemarkets/core'
import type { GatewayOperations, UnsignedPayload } from '../generated/types.ts'
import type { CancelAndWaitOptions, CanceledOrder } from './canceled-order.ts'
import { cancellationDoubt, submitted } from './doubt.ts'
import { POLL_DEFAULTS } from './flow-options.ts'
import { type FlowTools, readAfter } from './flow-tools.ts'
import { orderEnding, reasonForPeople } from './order-ending.ts'
import type { StampPayloads } from './signer.ts'

/** What the flow works with. */
export interface CancelTools extends FlowTools {
  readonly operations: Pick<GatewayOperations, 'prepareCancelOrder' | 'cancelOrder' | 'executeCancelOrder' | 'getOrder'>
  readonly stamp: StampPayloads
}

/**
 * ask ──► no payloads ────────────────────────► follow ──► canceled | complete | failed | unsettled
 *  │                                              ▲
 *  └────► payloads ──► stamp ──► execute ─────────┘
 *
 * Cancellation is asynchronous, and a fill can win the race. `payloads` is the signal that tells the venues apart
 * (Gateway, cancellation in the newest edition). Nothing is sent twice.
 */
export async function cancelAndWait(
  orderId: string,
  options: CancelAndWaitOptions,
  tools: CancelTools,
): Promise<CanceledOrder> {
  const call = pollCallOptions(options)
  const doubt = await cancel(orderId, options, tools, call)
  if (doubt !== undefined) await options.onProgress?.({ step: 'outcome_unknown', orderId })
  if (options.until === 'accepted') {
    if (doubt !== undefined) throw doubt
    return { outcome: 'accepted', orderId }
  }
  return await followOrder(orderId, doubt, options, tools)
}

/** Asks for the cancellation, and signs where that takes signatures. Returns what is in doubt after it. */
async function cancel(
  orderId: string,
  options: CancelAndWaitOptions,
  tools: CancelTools,
  call: CallOptions,
): Promise<TrueMarketsError | undefined> {
  const judge = (error: unknown): TrueMarketsError => cancellationDoubt(error, options)
  const asked = await submitted(ask(orderId, options, tools, call), judge)
  if (asked.doubt !== undefined) return asked.doubt
  await options.onProgress?.({ step: 'requested', orderId, payloads: asked.answer.length })
  if (asked.answer.length === 0) return undefined

  const signatures = tools.stamp(asked.answer)
  await options.onProgress?.({ step: 'stamped', orderId, stamps: signatures.length })
  const body = { signatures, auth_type: 'api_key' as const }
  const executed = await submitted(tools.operations.executeCancelOrder({ path: { id: orderId }, body }, call), judge)
  if (executed.doubt !== undefined) return executed.doubt
  await options.onProgress?.({ step: 'executed', orderId, status: executed.answer.status })
  return undefined
}

async function ask(
  orderId: string,
  options: CancelAndWaitOptions,
  tools: CancelTools,
  call: CallOptions,
): Promise<readonly UnsignedPayload[]> {
  const params = { path: { id: orderId } }
  if (options.through === 'cancelOrder') {
    await tools.operations.cancelOrder(params, call)
    return []
  }
  const { payloads } = await tools.operations.prepareCancelOrder(params, call)
  return payloads ?? []
}

async function followOrder(
  orderId: string,
  doubt: TrueMarketsError | undefined,
  options: CancelAndWaitOptions,
  tools: CancelTools,
): Promise<CanceledOrder> {
  const ending = (status: string | undefined) => orderEnding(status, 'terminal', undefined)
  const followed = await follow(
    {
      read: (call) => tools.operations.getOrder({ path: { id: orderId } }, call),
      reached: (order) => ending(order.status) !== undefined,
      onStatus: (status) => options.onProgress?.({ step: 'status', orderId, status }),
      doubt,
      settle: readAfter('getOrder', orderId, options, tools),
      // Short of its end, only `cancel_pending` shows that the cancellation has arrived.
      untouched: ({ status }) => ending(status) === undefined && status !== 'cancel_pending',
    },
    options,
    POLL_DEFAULTS,
    tools.time,
  )
  if (followed.kind === 'unsettled') return { outcome: 'unsettled', orderId, order: followed.last, ...followed.why }
  const order = followed.last
  switch (ending(order.status)) {
    case 'canceled':
      return { outcome: 'canceled', orderId, order }
    case 'complete':
      return { outcome: 'complete', orderId, order }
    default:
      return { outcome: 'failed', orderId, order, reason: reasonForPeople(order.failure_reason) }
  }
}
