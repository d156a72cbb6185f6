import { pollCallOptions, type Time, type TrueMarketsError } from '@truemarkets/core'
import type { CreateTransferRequest, GatewayOperations, TransferDetail, UnsignedPayload } from '../generated/types.ts'
import { readOf } from '../settlements.ts'
import { executionDoubt, submitted } from './doubt.ts'
import type { FlowOptions } from './flow-options.ts'
import { follow } from './follow.ts'
import type {
  FollowedTransfer,
  SendTransferOptions,
  SentTransfer,
  TransferStatusProgress,
  WaitForTransferOptions,
} from './sent-transfer.ts'
import type { StampPayloads } from './signer.ts'
import { transferEnding } from './transfer-ending.ts'

/** What following works with. */
export interface FollowTransferTools {
  readonly operations: Pick<GatewayOperations, 'getTransfer'>
  readonly time: Time
}

/** What the flow works with. */
export interface SendTransferTools extends FollowTransferTools {
  readonly operations: Pick<GatewayOperations, 'createTransfer' | 'executeTransfer' | 'getTransfer'>
  readonly stamp: StampPayloads
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
  const transfer = await tools.operations.createTransfer({ body: request }, pollCallOptions(options))
  await options.onProgress?.({ step: 'created', transferId: transfer.id, status: transfer.status })
  // Payloads are there when signatures are needed; a CeFi withdrawal is on its way from the start (Gateway, transfers).
  const payloads = transfer.payloads ?? []
  if (payloads.length === 0) return await followTransfer({ transfer, doubt: undefined }, options, tools)
  if (options.review !== undefined && !(await options.review(transfer))) return { outcome: 'declined', transfer }
  return await followTransfer(await execute(transfer, payloads, options, tools), options, tools)
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
  await options.onProgress?.({ step: 'stamped', transferId: transfer.id, stamps: signatures.length })
  const body = { signatures, auth_type: 'api_key' as const }
  const { answer, doubt } = await submitted(
    tools.operations.executeTransfer({ path: { id: transfer.id }, body }, pollCallOptions(options)),
    (error) => executionDoubt(error, options),
  )
  if (doubt !== undefined) {
    await options.onProgress?.({ step: 'outcome_unknown', transferId: transfer.id })
    return { transfer, doubt }
  }
  const executed = updated(transfer, answer)
  await options.onProgress?.({ step: 'executed', transferId: transfer.id, status: executed.status })
  return { transfer: executed, doubt }
}

/** Follows a transfer that is known by its id only. */
export async function waitForTransfer(
  transferId: string,
  options: WaitForTransferOptions,
  tools: FollowTransferTools,
): Promise<FollowedTransfer> {
  const transfer = await tools.operations.getTransfer({ path: { id: transferId } }, pollCallOptions(options))
  return await followTransfer({ transfer, doubt: undefined }, options, tools)
}

async function followTransfer(
  submitted: Submitted,
  options: FlowOptions<TransferStatusProgress> & Pick<SendTransferOptions, 'until'>,
  tools: FollowTransferTools,
): Promise<FollowedTransfer> {
  const { transfer, doubt } = submitted
  const settled = doubt === undefined ? ended(transfer) : undefined
  if (settled !== undefined) return settled
  if (options.until === 'accepted' && doubt === undefined) return { outcome: 'accepted', transfer }

  const followed = await follow(
    {
      read: (call) => tools.operations.getTransfer({ path: { id: transfer.id } }, call),
      reached: (read) =>
        transferEnding(read.status) !== undefined || (options.until === 'accepted' && !isUntouched(read.status)),
      onStatus: (status) => options.onProgress?.({ step: 'status', transferId: transfer.id, status }),
      doubt,
      settle: readOf('getTransfer', transfer.id),
      untouched: isUntouched,
    },
    options,
    tools.time,
  )
  const newest = updated(transfer, followed.last)
  if (followed.kind === 'unsettled') return { outcome: 'unsettled', transfer: newest, ...followed.why }
  return ended(newest) ?? { outcome: 'accepted', transfer: newest }
}

/** An answer that leaves out what has not changed, or says null of it, must not lose the id by which the transfer is found. */
function updated(transfer: TransferDetail, answer: TransferDetail | undefined): TransferDetail {
  return { ...transfer, ...answer, id: transfer.id }
}

/** A prepared transfer waits until its signatures arrive. */
function isUntouched(status: string | undefined): boolean {
  return status === undefined || status === 'awaiting_signature'
}

function ended(transfer: TransferDetail): FollowedTransfer | undefined {
  const outcome = transferEnding(transfer.status)
  return outcome === undefined ? undefined : { outcome, transfer }
}
