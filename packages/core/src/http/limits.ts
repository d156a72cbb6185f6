import type { CallOptions } from '../operations/operation.ts'
import { checkOptions, wrongKind } from '../options.ts'
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
  return {
    timeoutMs: timeoutMs === undefined ? base.timeoutMs : checkPositive('timeoutMs', timeoutMs),
    deadlineMs: deadlineMs === undefined ? base.deadlineMs : checkPositive('deadlineMs', deadlineMs),
    retry: retry === false ? { ...base.retry, attempts: 1 } : applyRetry(base.retry, retry ?? {}),
  }
}

function applyRetry(base: RetryPolicy, change: Partial<RetryPolicy>): RetryPolicy {
  checkOptions(change, RETRY, 'retry')
  const policy = { ...base, ...change }
  checkPositive('retry.attempts', policy.attempts)
  if (!Number.isInteger(policy.attempts)) throw wrongKind('retry.attempts', 'a whole number')
  for (const name of ['baseDelayMs', 'maxDelayMs'] as const) {
    if (!(policy[name] >= 0)) throw wrongKind(`retry.${name}`, 'a number of milliseconds, zero or more')
  }
  return policy
}

/** @throws {ConfigurationError} `option_invalid` unless the value is a number above zero. */
export function checkPositive(name: string, value: number): number {
  if (typeof value === 'number' && value > 0) return value
  throw wrongKind(name, 'a number above zero')
}
