import { TrueMarketsError } from '@truemarkets/core'
import type { FaultKind, Sandbox } from '@truemarkets/sandbox'

/** The faults that take an answer away, so that nobody can tell what happened. */
export const mute: readonly FaultKind[] = ['drop', 'reset', 'truncate', 'status', 'html', 'empty', 'invalid-json']

/** What the faults that take a number get: a status; and how late the call is carried out, after its attempt has timed out. */
const VALUES: Partial<Record<FaultKind, number>> = { status: 503, delay: 4_000 }
const TIMEOUT_MS = 2_000

/** A fault at one call of a flow, and how the flow ends then. */
export interface Strike {
  readonly kind: FaultKind
  /** `before`: the call is not carried out. `after`: it is, and only the answer is lost or spoilt. */
  readonly when: 'before' | 'after'
  /** The call it strikes. */
  readonly path: string
  readonly method: 'GET' | 'POST'
  /** Outcome of the flow, or code of its error. */
  readonly end: string
}

/** Arms the fault of a strike, once. */
export function arm(sandbox: Sandbox, { kind, when, path, method }: Strike): void {
  const value = VALUES[kind]
  sandbox.faults.add({ kind, when, path, method, ...(value === undefined ? {} : { value }) })
}

/** Options for a flow that is struck. A doubt that stays is waited out, so it gets little time. */
export function struckOptions({ end, kind }: Strike) {
  const pollDeadlineMs = end === 'outcome_unknown' ? 100 : 5_000
  const limits = kind === 'delay' ? { timeoutMs: TIMEOUT_MS } : {}
  return { pollIntervalMs: 20, pollDeadlineMs, call: { retry: { baseDelayMs: 1 }, ...limits } }
}

/** How a flow ended, or the code of the error it threw. */
export async function endOf(flow: Promise<{ readonly outcome: string }>): Promise<string> {
  try {
    return (await flow).outcome
  } catch (error) {
    if (error instanceof TrueMarketsError) return error.code
    throw error
  }
}
