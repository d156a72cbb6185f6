import type { CallOptions } from '../operations/operation.ts'
import { checkKinds, checkOptions } from '../options.ts'
import type { CallLimits } from './exchange.ts'
import { DEFAULT_RETRY, type RetryPolicy } from './retry.ts'

/** Limits of a client that sets none. */
export const DEFAULT_LIMITS: CallLimits = { timeoutMs: 30_000, deadlineMs: 90_000, retry: DEFAULT_RETRY }

const RETRY: readonly (keyof RetryPolicy)[] = ['attempts', 'baseDelayMs', 'maxDelayMs']

type LimitOptions = Pick<CallOptions, 'timeoutMs' | 'deadlineMs' | 'retry'>

/**
 * Limits with changes applied and checked.
 *
 * @throws {ConfigurationError} `option_invalid` for a value no timer can take, which would otherwise act as no limit or as
 * an immediate one; `option_unknown` for a member that a retry policy does not have.
 */
export function applyLimits(base: CallLimits, options: LimitOptions): CallLimits {
  const { timeoutMs, deadlineMs, retry } = options
  if (timeoutMs === undefined && deadlineMs === undefined && retry === undefined) return base
  checkKinds({ timeoutMs, deadlineMs }, { timeoutMs: 'limit', deadlineMs: 'limit' })
  return {
    timeoutMs: timeoutMs ?? base.timeoutMs,
    deadlineMs: deadlineMs ?? base.deadlineMs,
    retry: retry === false ? { ...base.retry, attempts: 1 } : applyRetry(base.retry, retry ?? {}),
  }
}

function applyRetry(base: RetryPolicy, change: Partial<RetryPolicy>): RetryPolicy {
  checkOptions(change, RETRY, 'retry')
  const { attempts = base.attempts, baseDelayMs = base.baseDelayMs, maxDelayMs = base.maxDelayMs } = change
  checkKinds(
    { 'retry.attempts': attempts, 'retry.baseDelayMs': baseDelayMs, 'retry.maxDelayMs': maxDelayMs },
    { 'retry.attempts': 'times', 'retry.baseDelayMs': 'wait', 'retry.maxDelayMs': 'wait' },
  )
  return { attempts, baseDelayMs, maxDelayMs }
}
