import { ConflictError, OutcomeUnknownError, RejectedError, type TrueMarketsError } from '@truemarkets/core'
import type { FlowOptions } from './flow-options.ts'

/**
 * The doubt in which a failed execution leaves a flow, for reading to settle: its answer was lost, or is a 409, which says
 * that nothing waits for signatures any more, and so perhaps that they had arrived.
 *
 * @throws Any other failure; and the doubt itself after an abort: then nothing can be read, and it is what the caller must hear.
 */
export function executionDoubt(error: unknown, options: FlowOptions<never>): TrueMarketsError {
  return readable(error, options, error instanceof ConflictError)
}

/** The same of a cancellation: one that is refused may have come after the end of the order. */
export function cancellationDoubt(error: unknown, options: FlowOptions<never>): TrueMarketsError {
  return readable(error, options, error instanceof ConflictError || error instanceof RejectedError)
}

/** The answer to a submission, or the doubt in which its failure leaves the flow. */
export type Submission<Answer> =
  | { readonly answer: Answer; readonly doubt: undefined }
  | { readonly answer: undefined; readonly doubt: TrueMarketsError }

/**
 * Waits for a submission and judges its failure. Listeners are told afterwards, so that what one of them throws is never taken
 * for a failure of the submission.
 *
 * @throws What `judge` throws.
 */
export async function submitted<Answer>(
  sent: Promise<Answer>,
  judge: (error: unknown) => TrueMarketsError,
): Promise<Submission<Answer>> {
  try {
    return { answer: await sent, doubt: undefined }
  } catch (error) {
    return { answer: undefined, doubt: judge(error) }
  }
}

function readable(error: unknown, { signal }: FlowOptions<never>, isRefusal: boolean): TrueMarketsError {
  if ((isRefusal || error instanceof OutcomeUnknownError) && signal?.aborted !== true) return error as TrueMarketsError
  throw error
}
