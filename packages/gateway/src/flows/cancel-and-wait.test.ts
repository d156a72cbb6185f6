import { ConflictError, OutcomeUnknownError, PermissionError, RejectedError } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { manualTime } from '../../../core/test/manual-time.ts'
import { signer, stamps } from '../../test/support/keys.ts'
import { describeListenerFailures } from '../../test/support/listener-failures.ts'
import { type Line, scripted } from '../../test/support/scripted.ts'
import { type CancelTools, cancelAndWait } from './cancel-and-wait.ts'
import type { CancelAndWaitOptions, CancelProgress } from './canceled-order.ts'
import { stampWith } from './signer.ts'

const prepares = (gives: unknown): Line => ({ operation: 'prepareCancelOrder', gives })
const executes = (gives: unknown): Line => ({ operation: 'executeCancelOrder', gives })
const reads = (status: string, rest: object = {}): Line => ({
  operation: 'getOrder',
  gives: { order_id: 'o1', status, ...rest },
})
const payloads = [{ digest: 'd1', payload: 'cancel this' }]
const lost = new OutcomeUnknownError({ operation: 'prepareCancelOrder', settle: undefined })

function cancel(options: CancelAndWaitOptions, ...lines: Line[]) {
  const script = scripted<CancelTools['operations']>(...lines)
  const steps: CancelProgress[] = []
  const result = cancelAndWait(
    'o1',
    { onProgress: (step) => steps.push(step), ...options },
    { operations: script.operations, stamp: stampWith(signer), time: manualTime() },
  )
  return { result, calls: script.calls, names: () => script.calls.map((call) => call.operation), steps }
}

describe('without payloads', () => {
  test.each([{}, { status: 'cancel_pending' }, { payloads: [] }])(
    'the cancellation is on its way: %j',
    async (answer) => {
      const { result, names } = cancel({}, prepares(answer), reads('cancel_pending'), reads('canceled'))
      await expect(result).resolves.toEqual({
        outcome: 'canceled',
        orderId: 'o1',
        order: { order_id: 'o1', status: 'canceled' },
      })
      expect(names()).toEqual(['prepareCancelOrder', 'getOrder', 'getOrder'])
    },
  )

  test('a fill can win the race', async () => {
    const { result } = cancel({}, prepares({}), reads('complete'))
    await expect(result).resolves.toMatchObject({ outcome: 'complete' })
  })

  test('an order can fail in the meantime', async () => {
    const { result } = cancel({}, prepares({}), reads('failed', { failure_reason: 'a: b' }))
    await expect(result).resolves.toMatchObject({ outcome: 'failed', reason: 'b' })
  })

  test('resting is not an end', async () => {
    const { result } = cancel({}, prepares({}), reads('active'), reads('canceled'))
    await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
  })

  test('acceptance can be enough', async () => {
    const { result, names } = cancel({ until: 'accepted' }, prepares({}))
    await expect(result).resolves.toEqual({ outcome: 'accepted', orderId: 'o1' })
    expect(names()).toEqual(['prepareCancelOrder'])
  })

  test('the end may lie beyond the deadline', async () => {
    const { result } = cancel({ pollDeadlineMs: 0 }, prepares({}), reads('cancel_pending'))
    await expect(result).resolves.toMatchObject({ outcome: 'unsettled', reason: 'deadline' })
  })
})

test('payloads are stamped and sent', async () => {
  const { result, calls } = cancel(
    {},
    prepares({ payloads }),
    executes({ status: 'cancel_pending' }),
    reads('canceled'),
  )
  await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
  const sent = calls[1] as { operation: string; params: { path: { id: string }; body: { signatures: string[] } } }
  expect(sent.operation).toBe('executeCancelOrder')
  expect(sent.params.path).toEqual({ id: 'o1' })
  expect(sent.params.body.signatures.map((stamp) => stamps(stamp, 'cancel this'))).toEqual([true])
})

test('the older operation is used when asked for', async () => {
  const { result, names } = cancel(
    { through: 'cancelOrder' },
    { operation: 'cancelOrder', gives: {} },
    reads('canceled'),
  )
  await result
  expect(names()).toEqual(['cancelOrder', 'getOrder'])
})

describe('a refusal', () => {
  const problem = { fieldViolations: [], format: 'json' } as const
  const refusal = new RejectedError('too late', problem, { status: 400 })
  const refuses: Line = { operation: 'prepareCancelOrder', throws: refusal }

  test.each(['complete', 'canceled', 'failed'])('of an order that is %s is how it ended', async (status) => {
    const { result, names } = cancel({}, refuses, reads(status))
    await expect(result).resolves.toMatchObject({ outcome: status, order: { status } })
    expect(names()).toEqual(['prepareCancelOrder', 'getOrder'])
  })

  test('of an order that is being canceled already is followed to its end', async () => {
    const conflict = new ConflictError('again', problem, { status: 409 })
    const { result } = cancel(
      {},
      { operation: 'prepareCancelOrder', throws: conflict },
      reads('cancel_pending'),
      reads('canceled'),
    )
    await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
  })

  test('of an order that lives is thrown after one look', async () => {
    const { result, names } = cancel({}, refuses, reads('active'))
    await expect(result).rejects.toBe(refusal)
    expect(names()).toEqual(['prepareCancelOrder', 'getOrder'])
  })

  test('of an order that cannot be read is thrown', async () => {
    const forbidden = new PermissionError('no', problem, { status: 403 })
    const { result } = cancel({}, refuses, { operation: 'getOrder', throws: forbidden })
    await expect(result).rejects.toBe(refusal)
  })

  test('is thrown at once when only acceptance was asked for, and when it is about the caller', async () => {
    const { result, names } = cancel({ until: 'accepted' }, refuses)
    await expect(result).rejects.toBe(refusal)
    expect(names()).toEqual(['prepareCancelOrder'])
    const forbidden = new PermissionError('no', problem, { status: 403 })
    const other = cancel({}, { operation: 'prepareCancelOrder', throws: forbidden })
    await expect(other.result).rejects.toBe(forbidden)
    expect(other.names()).toEqual(['prepareCancelOrder'])
  })
})

describe('a lost answer', () => {
  const loses: Line = { operation: 'prepareCancelOrder', throws: lost }

  test('is settled by reading the order', async () => {
    const { result, steps } = cancel({}, loses, reads('cancel_pending'), reads('canceled'))
    await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
    expect(steps[0]).toEqual({ step: 'outcome_unknown', orderId: 'o1' })
  })

  test.each(['active', 'pending'])('stays unknown while the order is %s', async (status) => {
    const { result } = cancel({ pollDeadlineMs: 0 }, loses, reads(status))
    await expect(result).rejects.toBe(lost)
  })

  test('is thrown after an abort, and nothing is read any more', async () => {
    const { result, names } = cancel({ signal: AbortSignal.abort() }, loses)
    await expect(result).rejects.toBe(lost)
    expect(names()).toEqual(['prepareCancelOrder'])
  })

  test('is thrown when only acceptance was asked for', async () => {
    const { result, names } = cancel({ until: 'accepted' }, loses)
    await expect(result).rejects.toBe(lost)
    expect(names()).toEqual(['prepareCancelOrder'])
  })
})

describeListenerFailures(
  {
    requested: ['prepareCancelOrder'],
    stamped: ['prepareCancelOrder'],
    executed: ['prepareCancelOrder', 'executeCancelOrder'],
    status: ['prepareCancelOrder', 'executeCancelOrder', 'getOrder'],
  },
  (onProgress) => cancel({ onProgress }, prepares({ payloads }), executes({}), reads('cancel_pending')),
)

test('tells every step', async () => {
  const { result, steps } = cancel(
    {},
    prepares({ payloads }),
    executes({ status: 'cancel_pending' }),
    reads('canceled'),
  )
  await result
  expect(steps).toEqual([
    { step: 'requested', orderId: 'o1', payloads: 1 },
    { step: 'stamped', orderId: 'o1', stamps: 1 },
    { step: 'executed', orderId: 'o1', status: 'cancel_pending' },
    { step: 'status', orderId: 'o1', status: 'canceled' },
  ])
})
