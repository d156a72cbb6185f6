import type { TransferDetail, UnsignedPayload } from '../generated/types.ts'

/** What the answer of `createTransfer` means, and so what to do next. */
export type TransferAnswer =
  /** Prepared, nothing sent: stamp the payloads, then execute. */
  | { readonly kind: 'prepared'; readonly payloads: readonly UnsignedPayload[] }
  /** On its way, as a CeFi withdrawal is from the start: follow it. */
  | { readonly kind: 'submitted' }
  /** The answer names no transfer. */
  | { readonly kind: 'unclear' }

/** Reads the answer of `createTransfer` (Gateway, transfers): payloads are there when signatures are needed. */
export function readTransferAnswer(transfer: Partial<TransferDetail>): TransferAnswer {
  if ((transfer.id ?? '') === '') return { kind: 'unclear' }
  const payloads = transfer.payloads ?? []
  return payloads.length > 0 ? { kind: 'prepared', payloads } : { kind: 'submitted' }
}

/** Whether a transfer has ended. Transfers end `completed`, orders end `complete`; an unknown status is not an ending. */
export function transferEnding(status: string): 'completed' | 'failed' | undefined {
  return status === 'completed' || status === 'failed' ? status : undefined
}
