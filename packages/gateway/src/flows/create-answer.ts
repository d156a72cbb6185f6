import type { CreateOrderResponse, QuoteDetails, UnsignedPayload } from '../generated/types.ts'

/** What the answer of `createOrder` means, and so what to do next. */
export type CreateAnswer =
  /** Prepared, nothing submitted: stamp the payloads, then execute. */
  | {
      readonly kind: 'prepared'
      readonly orderId: string
      readonly status: string | undefined
      readonly payloads: readonly UnsignedPayload[]
      readonly quote: QuoteDetails | undefined
    }
  /** Submitted: follow the order. */
  | {
      readonly kind: 'submitted'
      readonly orderId: string
      readonly status: string | undefined
      readonly quote: QuoteDetails | undefined
    }
  /** No order exists; `unfunded` when the quote names an insufficient balance. */
  | { readonly kind: 'none'; readonly unfunded: boolean; readonly quote: QuoteDetails | undefined }

/**
 * Reads the answer of `createOrder` (Gateway, reading the create answer).
 *
 * An absent `order_id` beside a quote means the same as an empty one (question G22); an answer with neither does not come
 * this far, see `lift`. Without an id nothing is signed, whatever payloads came along.
 */
export function readCreateAnswer(answer: CreateOrderResponse): CreateAnswer {
  // No member is published as nullable, so null means absent.
  const orderId = answer.order_id ?? ''
  const status = answer.status ?? undefined
  const payloads = answer.payloads ?? []
  const quote = answer.quote ?? undefined
  if (orderId === '') return { kind: 'none', unfunded: namesInsufficientBalance(quote), quote }
  if (payloads.length === 0) return { kind: 'submitted', orderId, status, quote }
  return { kind: 'prepared', orderId, status, payloads, quote }
}

/** The page prints `Insufficient balance`; the case is not promised, nor that an issue is a text (questions G11, G22). */
function namesInsufficientBalance(quote: QuoteDetails | undefined): boolean {
  return /insufficient balance/i.test(JSON.stringify(quote?.issues ?? []))
}
