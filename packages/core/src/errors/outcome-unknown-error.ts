import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/** How to find out what became of a write whose answer was lost. */
export interface Settlement {
  /** The query that settles it, as a call a person can read and write down. */
  readonly query: string
  /** The ids that the query needs, as they were sent. */
  readonly ids: Readonly<Record<string, string>>
}

/**
 * A write that must not be repeated was sent, and its answer was lost or does not say what happened.
 *
 * The server may or may not have acted. Run `settle.query` before anything else; sending the write again may do it twice.
 *
 * @example
 * ```ts
 * if (error instanceof OutcomeUnknownError) console.error(error.settle?.query, error.settle?.ids)
 * ```
 */
export class OutcomeUnknownError extends TrueMarketsError {
  override readonly name = 'OutcomeUnknownError'
  /** How to find out; undefined where the operation leaves no id behind. */
  readonly settle: Settlement | undefined

  constructor(details: ErrorDetails & { readonly settle: Settlement | undefined }) {
    super(`${details.operation ?? 'The request'} was sent, and no answer says whether it has taken effect.`, {
      ...details,
      code: 'outcome_unknown',
      nextStep:
        details.settle === undefined
          ? 'Read the current state before deciding whether to send it again.'
          : `Run ${details.settle.query} before deciding whether to send it again.`,
    })
    this.settle = details.settle
  }
}
