import { OutcomeUnknownError } from '@truemarkets/core'
import type { FlowOptions } from './flow-options.ts'

/**
 * The doubt in which a failed submission leaves a flow, for reading to settle.
 *
 * @throws Any other failure; and the doubt itself after an abort: then nothing can be read, and it is what the caller must hear.
 */
export function doubtOf(error: unknown, { signal }: FlowOptions<never>): OutcomeUnknownError {
  if (error instanceof OutcomeUnknownError && signal?.aborted !== true) return error
  throw error
}
