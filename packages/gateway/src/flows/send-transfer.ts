import type { TrueMarketsError } from '@truemarkets/core'
import type { CreateTransferRequest, GatewayOperations, TransferDetail, UnsignedPayload } from '../generated/types.ts'
import { leavesDoubt } from './doubt.ts'
import { callOptionsOf, paceOf } from './flow-options.ts'
import { poll } from './poll.ts'
import type { SendTransferOptions, SentTransfer } from './sent-transfer.ts'
import type { StampPayloads } from './signer.ts'
import type { FlowTime } from './time.ts'
import { readTransferAnswer, transferEnding } from './transfer-answer.ts'

/** What the flow works with. */
export interface SendTransferTools {
  readonly operations: Pick<GatewayOperations, 'createTransfer' | 'executeTransfer' | 'getTransfer'>
  readonly stamp: StampPayloads
  readonly time: FlowTime
}

/**
 * create ──► submitted ───────────────────────────────────► follow ──► completed | failed | unsettled
 *    │                                                        ▲
 *    └─────► prepared ──► review ──► stamp ──► execute ───────┤
 *                           └──► declined                     └──► accepted
 *
 * Nothing is sent twice.
 */
export async function sendTransfer(
  request: CreateTransferRequest,
  options: SendTransferOptions,
  tools: SendTransferTools,
): Promise<SentTransfer> {
  const transfer = await tools.operations.createTransfer({ body: request }, callOptionsOf(options))
  options.onProgress?.({ step: 'created', transferId: transfer.id, status: transfer.status })
  const answer = readTransferAnswer(transfer)
  if (answer.kind === 'submitted') return await follow({ transfer, doubt: undefined }, options, tools)
  if (options.review !== undefined && !(await options.review(transfer))) return { outcome: 'declined', transfer }
  return await follow(await execute(transfer, answer.payloads, options, tools), options, tools)
}

interface Submitted {
  readonly transfer: TransferDetail
  /** How the execution failed that may have taken effect all the same. */
  readonly doubt: TrueMarketsError | undefined
}

async function execute(
  transfer: TransferDetail,
  payloads: readonly UnsignedPayload[],
  options: SendTransferOptions,
  tools: SendTransferTools,
): Promise<Submitted> {
  const signatures = tools.stamp(payloads)
  options.onProgress?.({ step: 'stamped', transferId: transfer.id, stamps: signatures.length })
  try {
    const executed = await tools.operations.executeTransfer(
      { path: { id: transfer.id }, body: { signatures, auth_type: 'api_key' } },
      callOptionsOf(options),
    )
    options.onProgress?.({ step: 'executed', transferId: transfer.id, status: executed.status })
    return { transfer: executed, doubt: undefined }
  } catch (error) {
    // After an abort nothing can be read, and the doubt is what the caller must hear.
    if (!leavesDoubt(error) || options.signal?.aborted === true) throw error
    options.onProgress?.({ step: 'outcome_unknown', transferId: transfer.id })
    return { transfer, doubt: error }
  }
}

/** The status that proves an execution has not taken effect. */
const UNTOUCHED = 'awaiting_signature'

async function follow(
  submitted: Submitted,
  options: SendTransferOptions,
  tools: SendTransferTools,
): Promise<SentTransfer> {
  const { transfer, doubt } = submitted
  const settled = doubt === undefined ? ended(transfer) : undefined
  if (settled !== undefined) return settled
  if (options.until === 'accepted' && doubt === undefined) return { outcome: 'accepted', transfer }

  let seen: string | undefined
  const read = async (remainingMs: number): Promise<TransferDetail> => {
    const call = { ...callOptionsOf(options), deadlineMs: remainingMs }
    const now = await tools.operations.getTransfer({ path: { id: transfer.id } }, call)
    if (now.status !== seen) options.onProgress?.({ step: 'status', transferId: transfer.id, status: now.status })
    seen = now.status
    return now
  }
  const reached = (now: TransferDetail): boolean =>
    transferEnding(now.status) !== undefined || (options.until === 'accepted' && now.status !== UNTOUCHED)
  const end = await poll(read, reached, paceOf(options, tools.time))
  if (end.kind === 'reached') return ended(end.last) ?? { outcome: 'accepted', transfer: end.last }
  if (doubt !== undefined && (end.last === undefined || end.last.status === UNTOUCHED)) throw doubt
  return { outcome: 'unsettled', transfer: end.last ?? transfer, reason: end.kind, error: end.error }
}

function ended(transfer: TransferDetail): SentTransfer | undefined {
  const outcome = transferEnding(transfer.status)
  return outcome === undefined ? undefined : { outcome, transfer }
}
