import type { Unsettled } from '@truemarkets/core'
import type { TransferDetail } from '../generated/types.ts'
import type { FlowOptions } from './flow-options.ts'

/** Options of `sendTransfer`. */
export interface SendTransferOptions extends FlowOptions<SendTransferProgress> {
  /** `accepted`: until the service has taken the transfer. `settled`: until it is completed or failed. Default: `settled`. */
  readonly until?: 'accepted' | 'settled' | undefined
  /**
   * Asked before signing, with the transfer as the service understood it; `false` stops the flow. A CeFi
   * withdrawal is on its way without a signature and is not asked for. Default: sign without asking.
   */
  readonly review?: ((transfer: TransferDetail) => boolean | Promise<boolean>) | undefined
}

/** Options of `waitForTransfer`. */
export type WaitForTransferOptions = FlowOptions<TransferStatusProgress>

/** A change of a transfer's status, as it is read. */
export interface TransferStatusProgress {
  readonly step: 'status'
  readonly transferId: string
  readonly status: string
}

/** A step of `sendTransfer`, as it happens. */
export type SendTransferProgress =
  | { readonly step: 'created'; readonly transferId: string; readonly status: string }
  | { readonly step: 'stamped'; readonly transferId: string; readonly stamps: number }
  | { readonly step: 'executed'; readonly transferId: string; readonly status: string }
  /** The answer to the execution does not say what became of the transfer, which is read to find out. */
  | { readonly step: 'outcome_unknown'; readonly transferId: string }
  | TransferStatusProgress

/** Where following a transfer led, as `sendTransfer` and `waitForTransfer` do. Switch over `outcome`. `transfer` is the newest reading. */
export type FollowedTransfer =
  /** Arrived. */
  | { readonly outcome: 'completed'; readonly transfer: TransferDetail }
  /** Rejected, or the execution on chain reverted. */
  | { readonly outcome: 'failed'; readonly transfer: TransferDetail }
  /** Taken by the service and not followed further. Only of `sendTransfer` with `until: 'accepted'`. */
  | { readonly outcome: 'accepted'; readonly transfer: TransferDetail }
  /** Submitted, but its end was not seen: the deadline passed, or its status could not be read. It goes on without us. */
  | ({ readonly outcome: 'unsettled'; readonly transfer: TransferDetail } & Unsettled)

/** How `sendTransfer` ended. Switch over `outcome`. */
export type SentTransfer =
  | FollowedTransfer
  /** Prepared and not signed, because `review` said no. Nothing was sent. */
  | { readonly outcome: 'declined'; readonly transfer: TransferDetail }
