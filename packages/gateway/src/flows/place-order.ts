import { type CallOptions, pollCallOptions, snapshot, type TrueMarketsError } from '@truemarkets/core'
import type { CreateOrderRequest, GatewayOperations, UnsignedPayload } from '../generated/types.ts'
import { type CreateAnswer, readCreateAnswer } from './create-answer.ts'
import { executionDoubt, submitted } from './doubt.ts'
import { type FollowOrderTools, followOrder } from './follow-order.ts'
import type { PlacedOrder, PlaceOrderOptions } from './placed-order.ts'
import type { StampPayloads } from './signer.ts'
import { isStaleQuote } from './stale-quote.ts'

/** What the flow works with. */
export interface PlaceOrderTools extends FollowOrderTools {
  readonly operations: Pick<GatewayOperations, 'createOrder' | 'executeOrder' | 'getOrder'>
  readonly stamp: StampPayloads
}

/**
 * How old a payload may be before a new one is the better choice. A Solana payload dies after about a minute; the
 * publisher's own client prepares again after this long.
 */
const PAYLOAD_FRESH_MS = 20_000

/**
 * create ──► no order ─────────────────────────────────────► insufficient_balance | no_order
 *    │
 *    ├─────► submitted ──────────────────────────────► follow ──► complete | active | canceled | failed | unsettled
 *    │                                                   ▲
 *    └─────► prepared ──► review ──► stamp ──► execute ──┤
 *               ▲           └─► quote_issues | declined  └─► accepted
 *               └──── create again, if allowed ◄── stale quote ──► stale_quote
 *
 * Nothing is sent twice: `createOrder` runs again only after a 422 that proves the old order was refused, or before its
 * stamps were ever sent.
 */
export async function placeOrder(
  asked: CreateOrderRequest,
  options: PlaceOrderOptions,
  tools: PlaceOrderTools,
): Promise<PlacedOrder> {
  const order = snapshot(asked)
  const call = pollCallOptions(options)
  for (let creations = 1; ; creations += 1) {
    const mayRecreate = creations <= (options.recreateOnStaleQuote ?? 0)
    const askedMs = tools.time.now()
    const created = readCreateAnswer(await tools.operations.createOrder({ body: order }, call))
    if (created.kind === 'none') {
      return { outcome: created.unfunded ? 'insufficient_balance' : 'no_order', quote: created.quote }
    }
    const { orderId, status, quote } = created
    const { type } = order
    await options.onProgress?.({ step: 'created', orderId, status, quote })
    if (created.kind === 'submitted') return await followOrder({ orderId, type, status, quote }, options, tools)

    const refusal = await reviewQuote(created, options)
    if (refusal !== undefined) return { outcome: refusal, orderId, quote }
    const aged = tools.time.now() - askedMs > PAYLOAD_FRESH_MS
    const executed: Executed =
      aged && mayRecreate ? { kind: 'stale' } : await execute(orderId, created.payloads, options, tools, call)
    if (executed.kind === 'taken') {
      const { status: taken, doubt } = executed
      return await followOrder({ orderId, type, status: taken, quote, doubt }, options, tools)
    }
    if (!mayRecreate) return { outcome: 'stale_quote', orderId, quote }
    await options.onProgress?.({ step: 'recreating', staleOrderId: orderId, creation: creations + 1 })
  }
}

/** Whether anything speaks against signing: a warning in the quote, or the caller. */
async function reviewQuote(
  { quote }: CreateAnswer & { kind: 'prepared' },
  options: PlaceOrderOptions,
): Promise<'quote_issues' | 'declined' | undefined> {
  const issues: unknown = quote?.issues ?? []
  // The publisher's own client refuses to go on when there is any issue; what is no list is taken for one.
  const isClean = Array.isArray(issues) && issues.length === 0
  if (!isClean && options.acceptIssues !== true) return 'quote_issues'
  if (options.review !== undefined && !(await options.review(quote))) return 'declined'
  return undefined
}

type Executed =
  | { readonly kind: 'taken'; readonly status: string | undefined; readonly doubt: TrueMarketsError | undefined }
  | { readonly kind: 'stale' }

async function execute(
  orderId: string,
  payloads: readonly UnsignedPayload[],
  options: PlaceOrderOptions,
  tools: PlaceOrderTools,
  call: CallOptions,
): Promise<Executed> {
  const signatures = tools.stamp(payloads)
  await options.onProgress?.({ step: 'stamped', orderId, stamps: signatures.length })
  const body = { signatures, auth_type: 'api_key' as const }
  const { answer, doubt } = await submitted(
    tools.operations.executeOrder({ path: { id: orderId }, body }, call),
    (error) => (isStaleQuote(error) ? error : executionDoubt(error, options)),
  )
  if (doubt === undefined) {
    await options.onProgress?.({ step: 'executed', orderId, status: answer.status })
    return { kind: 'taken', status: answer.status, doubt }
  }
  if (isStaleQuote(doubt)) return { kind: 'stale' }
  await options.onProgress?.({ step: 'outcome_unknown', orderId })
  return { kind: 'taken', status: undefined, doubt }
}
