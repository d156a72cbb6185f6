import { type Followed, follow, pollCallOptions, type TrueMarketsError } from '@truemarkets/core'
import type { CreateTransferRequest, GatewayOperations, TransferDetail, UnsignedPayload } from '../generated/types.ts'
import { executionDoubt, submitted } from './doubt.ts'
import { type FlowOptions, POLL_DEFAULTS } from './flow-options.ts'
import { type FlowTools, readAfter } from './flow-tools.ts'
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
export interface FollowTransferTools extends FlowTools {
  readonly operations: Pick<GatewayOperations, 'getTransfer'>
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

/**
 * Follows a transfer that is known by its id only.
 *
 * @throws The typed error of a read that fails for good, or of the last one, where none succeeded: there may be no such transfer.
 */
export async function waitForTransfer(
  transferId: string,
  options: WaitForTransferOptions,
  tools: FollowTransferTools,
): Promise<FollowedTransfer> {
  const followed = await readToEnd(transferId, undefined, options, tools)
  if (followed.kind === 'reached') return outcomeOf(followed, followed.last)
  const { last, why } = followed
  // Where no read succeeded, one has failed.
  if (last === undefined) throw why.error as TrueMarketsError
  return outcomeOf(followed, last)
}

async function followTransfer(
  { transfer, doubt }: Submitted,
  options: SendTransferOptions,
  tools: FollowTransferTools,
): Promise<FollowedTransfer> {
  const settled = doubt === undefined ? ended(transfer) : undefined
  if (settled !== undefined) return settled
  if (options.until === 'accepted' && doubt === undefined) return { outcome: 'accepted', transfer }
  const followed = await readToEnd(transfer.id, doubt, options, tools)
  return outcomeOf(followed, updated(transfer, followed.last))
}

/** Reads a transfer until it ends, as far as `until` wants it followed. */
function readToEnd(
  transferId: string,
  doubt: TrueMarketsError | undefined,
  options: FlowOptions<TransferStatusProgress> & Pick<SendTransferOptions, 'until'>,
  tools: FollowTransferTools,
): Promise<Followed<TransferDetail>> {
  return follow(
    {
      read: (call) => tools.operations.getTransfer({ path: { id: transferId } }, call),
      reached: ({ status }) =>
        transferEnding(status) !== undefined || (options.until === 'accepted' && !isUntouched(status)),
      onStatus: (status) => options.onProgress?.({ step: 'status', transferId, status }),
      doubt,
      settle: readAfter('getTransfer', transferId, options, tools),
      untouched: ({ status }) => isUntouched(status),
    },
    options,
    POLL_DEFAULTS,
    tools.time,
  )
}

function outcomeOf(followed: Followed<TransferDetail>, transfer: TransferDetail): FollowedTransfer {
  if (followed.kind === 'unsettled') return { outcome: 'unsettled', transfer, ...followed.why }
  return ended(transfer) ?? { outcome: 'accepted', transfer }
}

/** An answer that leaves out what has not changed, or says null of it, must not lose the id by which the transfer is found. */
function updated(transfer: TransferDetail, answer: TransferDetail | undefined): TransferDetail {
  return { ...transfer, ...answer, id: transfer.id }
}

/** A prepared transfer waits until its signatures arrive. */
function isUntouched(status: string | undefined): boolean {
  return (status ?? 'awaiting_signature') === 'awaiting_signature'
}

function ended(transfer: TransferDetail): FollowedTransfer | undefined {
  const outcome = transferEnding(transfer.status)
  return outcome === undefined ? undefined : { outcome, transfer }
}
