import { ConflictError, ConnectionError, OutcomeUnknownError, RejectedError } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'

const problem = (code: string) => ({ code, fieldViolations: [], format: 'json' }) as const

/** What a listener may throw: an error of its own, and failures of what it did itself with the same client. */
const failures: readonly Error[] = [
  new Error('the log is full'),
  new ConnectionError('connect', { operation: 'getQuote' }),
  new ConflictError('conflict', problem('conflict'), { status: 409 }),
  new RejectedError('stale', problem('quote_stale'), { status: 422 }),
  new OutcomeUnknownError({ operation: 'createOrder', settle: undefined }),
]

type OnProgress = (progress: { readonly step: string }) => Promise<void>

/**
 * Describes that a flow ends where its listener throws, with what it throws and nothing more sent.
 *
 * @param steps The operations that have been called by each step.
 * @param run Runs the flow with a listener.
 */
export function describeListenerFailures(
  steps: Readonly<Record<string, readonly string[]>>,
  run: (onProgress: OnProgress) => { readonly result: Promise<unknown>; readonly names: () => readonly string[] },
): void {
  describe.each(Object.entries(steps))('what an async listener throws at the step "%s"', (step, calls) => {
    test.each(failures)('ends the flow: %s', async (mine) => {
      const { result, names } = run(async (progress) => {
        await Promise.resolve()
        if (progress.step === step) throw mine
      })
      await expect(result).rejects.toBe(mine)
      expect(names()).toEqual(calls)
    })
  })
}
