import { type CallOptions, ConnectionError, NotFoundError, PermissionError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { manualTime } from '../../../core/test/manual-time.ts'
import { type Line, orderScript } from '../../test/support/order-script.ts'
import { type WaitForOrderOptions, waitForOrder } from './wait-for-order.ts'

function wait(options: WaitForOrderOptions, ...lines: readonly Line[]) {
  const script = orderScript(...lines)
  const time = manualTime()
  return { ...script, time, result: waitForOrder(script.api, { path: { ref_id: '42' } }, options, time) }
}

describe('waitForOrder', () => {
  it('waits for the end unless told otherwise', async () => {
    const { result } = wait({}, { status: 'NEW_PENDING' }, { status: 'ACTIVE' }, { status: 'FILLED' })
    await expect(result).resolves.toEqual({ outcome: 'filled', order: { status: 'FILLED' } })
  })

  it.each([
    ['ACTIVE', 'reached'],
    ['CANCEL_PENDING', 'reached'],
    ['REJECTED', 'rejected'],
    ['CANCELED', 'canceled'],
  ])('takes %s for acknowledged', async (status, outcome) => {
    const { result } = wait({ until: 'acknowledged' }, { status: 'INITIALIZED' }, { status: 'NEW_PENDING' }, { status })
    await expect(result).resolves.toEqual({ outcome, order: { status } })
  })

  it('does not take an order without a status for acknowledged', async () => {
    const { result } = wait({ until: 'acknowledged' }, { id: '42' }, { status: 'ACTIVE' })
    await expect(result).resolves.toEqual({ outcome: 'reached', order: { status: 'ACTIVE' } })
  })

  it('waits for a condition of the caller', async () => {
    const { result } = wait(
      { until: (order) => order.executed_qty === '1' },
      { status: 'ACTIVE', executed_qty: '0' },
      { status: 'ACTIVE', executed_qty: '1' },
    )
    await expect(result).resolves.toMatchObject({ outcome: 'reached', order: { executed_qty: '1' } })
  })

  it('waits no longer for anything once the order has ended, which changes no more', async () => {
    const { result, calls } = wait({ until: () => false }, { status: 'ACTIVE' }, { status: 'CANCELED' })
    await expect(result).resolves.toEqual({ outcome: 'canceled', order: { status: 'CANCELED' } })
    expect(calls).toHaveLength(2)
  })

  it('tells each status once', async () => {
    const told: unknown[] = []
    const onProgress = (step: unknown) => told.push(step)
    await wait({ onProgress }, { status: 'ACTIVE' }, { status: 'ACTIVE' }, { status: 'FILLED' }).result
    expect(told).toEqual(['ACTIVE', 'FILLED'].map((status) => ({ step: 'status', refId: '42', status })))
  })

  it('keeps the order that was read when it can be read no more', async () => {
    const refused = new PermissionError('not yours', { fieldViolations: [], format: 'json' }, {})
    await expect(wait({}, { status: 'ACTIVE' }, refused).result).resolves.toEqual({
      outcome: 'unsettled',
      reason: 'unreadable',
      error: refused,
      order: { status: 'ACTIVE' },
    })
  })

  it('reads the order that was asked for, whatever became of the object', async () => {
    const asked = { path: { ref_id: '42' } }
    const script = orderScript({ status: 'ACTIVE' }, { status: 'FILLED' })
    const result = waitForOrder(script.api, asked, {}, manualTime())
    asked.path.ref_id = '43'
    await result
    expect(script.calls[1]).toBe('status {"path":{"ref_id":"42"}}')
  })

  it('keeps to the interval and the deadline it is given', async () => {
    const { result, time } = wait(
      { pollIntervalMs: 1000, pollDeadlineMs: 2500 },
      { status: 'ACTIVE' },
      { status: 'ACTIVE' },
      { status: 'ACTIVE' },
      { status: 'ACTIVE' },
    )
    await expect(result).resolves.toEqual({
      outcome: 'unsettled',
      reason: 'deadline',
      error: undefined,
      order: { status: 'ACTIVE' },
    })
    expect(time.slept).toEqual([1000, 1000, 500])
  })

  it('goes on when the first look fails for a passing reason', async () => {
    const { result } = wait({}, new ConnectionError('headers', {}), { status: 'FILLED' })
    await expect(result).resolves.toMatchObject({ outcome: 'filled' })
  })

  it('gives the first look no more time than the wait has', async () => {
    const deadlines: unknown[] = []
    const api = {
      getOrderStatus: (_: unknown, call?: CallOptions) => {
        deadlines.push(call?.deadlineMs)
        return Promise.resolve({ status: 'ACTIVE' })
      },
    }
    await waitForOrder(api, { path: { ref_id: '42' } }, { pollIntervalMs: 50, pollDeadlineMs: 50 }, manualTime())
    expect(deadlines).toEqual([50, 50])
  })

  it('throws the failure of the last look when none succeeded', async () => {
    const lost = new ConnectionError('headers', {})
    const { result, calls } = wait({ pollDeadlineMs: 500 }, new ConnectionError('connect', {}), lost)
    await expect(result).rejects.toBe(lost)
    expect(calls).toHaveLength(2)
  })

  it('goes on when an order that was entered a moment ago is not found yet, and throws when it stays away', async () => {
    const gone = new NotFoundError('no such order', { fieldViolations: [], format: 'json' }, {})
    await expect(wait({}, gone, gone, { status: 'FILLED' }).result).resolves.toMatchObject({ outcome: 'filled' })
    const { result, time } = wait({ pollIntervalMs: 2_500 }, gone, gone, gone)
    await expect(result).rejects.toBe(gone)
    expect(time.now()).toBe(5_000)
  })
})
