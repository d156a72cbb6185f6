import { type ErrorDetails, TrueMarketsError } from './true-markets-error.ts'

/**
 * Time ran out: `attempt` is the limit on one request and its answer, `deadline` the limit on the whole call, `connection`
 * the limit on an answer over a socket that could not be opened or was lost meanwhile; then `cause` says why.
 */
export type TimeoutScope = 'attempt' | 'deadline' | 'connection'

/** Time ran out before the whole answer was there. */
export class TimeoutError extends TrueMarketsError {
  override readonly name = 'TimeoutError'
  /** Which limit was hit. */
  readonly scope: TimeoutScope
  /** The limit, in milliseconds. */
  readonly limitMs: number

  constructor(scope: TimeoutScope, limitMs: number, details: ErrorDetails) {
    const { message, nextStep } = WORDS[scope](Math.round(limitMs))
    super(message, { ...details, code: 'timed_out', retryable: true, nextStep })
    this.scope = scope
    this.limitMs = limitMs
  }
}

const WORDS: Record<TimeoutScope, (limitMs: number) => { readonly message: string; readonly nextStep: string }> = {
  attempt: (limitMs) => ({
    message: `No complete answer within ${limitMs} ms.`,
    nextStep: 'Try again, or raise timeoutMs.',
  }),
  deadline: (limitMs) => ({
    message: `The call did not finish within its deadline of ${limitMs} ms.`,
    nextStep: 'Try again later, or raise deadlineMs if the wait is worth it.',
  }),
  connection: (limitMs) => ({
    message: `The connection could not be made or was lost, and there was no answer within ${limitMs} ms.`,
    nextStep: 'Check the address, the network and, for UAT, the VPN; the cause holds what was reported.',
  }),
}
