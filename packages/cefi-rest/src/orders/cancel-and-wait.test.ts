import {
  AbortedError,
  type CallOptions,
  ConflictError,
  ConnectionError,
  DecodeError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  RejectedError,
} from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { manualTime } from '../../../core/test/manual-time.ts'
import { type Line, orderScript } from '../../test/support/order-script.ts'
import { cancelAndWait } from './cancel-and-wait.ts'

const params = { path: { ref_id: '42' } }
const problem = { fieldViolations: [], format: 'json' } as const

function cancel(...lines: readonly Line[]) {
  const script = orderScript(...lines)
  const time = manualTime()
  return { ...script, time, result: cancelAndWait(script.api, params, {}, time) }
}

describe('cancelAndWait', () => {
  it('reads every 500 ms until the order is off the book', async () => {
    const { result, time, calls } = cancel(
      { id: '42', status: 'CANCEL_PENDING' },
      { id: '42', status: 'CANCEL_PENDING' },
      { id: '42', status: 'CANCELED', executed_qty: '0.5' },
    )
    await expect(result).resolves.toEqual({
      outcome: 'canceled',
      order: { id: '42', status: 'CANCELED', executed_qty: '0.5' },
    })
    expect(time.slept).toEqual([500, 500])
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['cancel', 'status', 'status'])
  })

  it('reads nothing when the answer already shows the end', async () => {
    const { result, calls } = cancel({ id: '42', status: 'CANCELED' })
    await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
    expect(calls).toHaveLength(1)
  })

  it('reads the order that it cancels, whatever became of the object', async () => {
    const asked = { path: { ref_id: '42' } }
    const script = orderScript({ status: 'CANCEL_PENDING' }, { status: 'CANCELED' })
    const result = cancelAndWait(script.api, asked, {}, manualTime())
    asked.path.ref_id = '43'
    await result
    expect(script.calls[1]).toBe('status {"path":{"ref_id":"42"}}')
  })

  it('reads by the same reference as it cancels', async () => {
    const script = orderScript({ status: 'CANCEL_PENDING' }, { status: 'CANCELED' })
    const reference = { path: { ref_id: 'mine-1' }, query: { id_type: 'client' } } as const
    await cancelAndWait(script.api, reference, {}, manualTime())
    expect(script.calls).toEqual([`cancel ${JSON.stringify(reference)}`, `status ${JSON.stringify(reference)}`])
  })

  it('tells when a fill won the race', async () => {
    const { result } = cancel({ status: 'CANCEL_PENDING' }, { status: 'FILLED' })
    await expect(result).resolves.toMatchObject({ outcome: 'filled' })
  })

  it('does not take an order that still trades for an end', async () => {
    const { result } = cancel({ status: 'ACTIVE' }, { status: 'ACTIVE' }, { status: 'CANCELED' })
    await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
  })

  it('is left unsettled, with the order, when 30 s were not enough', async () => {
    const { result, time } = cancel(...Array.from({ length: 61 }, () => ({ status: 'CANCEL_PENDING' })))
    await expect(result).resolves.toEqual({
      outcome: 'unsettled',
      reason: 'deadline',
      error: undefined,
      order: { status: 'CANCEL_PENDING' },
    })
    expect(time.slept).toHaveLength(60)
  })

  it('goes on when one look fails for a passing reason', async () => {
    const { result } = cancel({ status: 'CANCEL_PENDING' }, new ConnectionError('connect', {}), { status: 'CANCELED' })
    await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
  })

  it.each(['response_undecodable', 'response_empty'] as const)(
    'goes on when one look is answered by a proxy: %s',
    async (code) => {
      const { result } = cancel({ status: 'CANCEL_PENDING' }, new DecodeError('a page', { code }), {
        status: 'CANCELED',
      })
      await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
    },
  )

  it('looks no sooner than a rate limit allows, and then at its own pace again', async () => {
    const busy = new RateLimitError('slow down', problem, { retryAfterMs: 4_000 })
    const pending = { status: 'CANCEL_PENDING' }
    const { result, time } = cancel(pending, busy, pending, { status: 'CANCELED' })
    await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
    expect(time.slept).toEqual([500, 4_000, 500])
  })

  it('gives a look no more time than the wait has left, and the last one an interval', async () => {
    const deadlines: unknown[] = []
    const pending = { status: 'CANCEL_PENDING' }
    const api = {
      cancelOrder: () => Promise.resolve(pending),
      getOrderStatus: (_: unknown, call?: CallOptions) => {
        deadlines.push(call?.deadlineMs)
        return Promise.resolve(pending)
      },
    }
    const options = { pollIntervalMs: 1_000, pollDeadlineMs: 3_000 }
    await cancelAndWait(api, params, options, manualTime())
    await cancelAndWait(api, params, { ...options, call: { deadlineMs: 1_500 } }, manualTime())
    expect(deadlines).toEqual([2_000, 1_000, 1_000, 1_500, 1_000, 1_000])
  })

  it('is left unsettled, and the order not lost, when a look fails for good', async () => {
    const forbidden = new PermissionError('not yours', problem, {})
    const { result } = cancel({ status: 'CANCEL_PENDING' }, forbidden)
    await expect(result).resolves.toEqual({
      outcome: 'unsettled',
      reason: 'unreadable',
      error: forbidden,
      order: { status: 'CANCEL_PENDING' },
    })
  })

  it('tells each step as it happens, with the status of the answer itself', async () => {
    const { api } = orderScript({ status: 'CANCEL_PENDING' }, { status: 'CANCELED' })
    const steps: unknown[] = []
    await cancelAndWait(api, params, { onProgress: (step) => steps.push(step) }, manualTime())
    expect(steps).toEqual([
      { step: 'requested', refId: '42' },
      { step: 'status', refId: '42', status: 'CANCEL_PENDING' },
      { step: 'status', refId: '42', status: 'CANCELED' },
    ])
  })

  it('ends with what its listener throws', async () => {
    const { api, calls } = orderScript({ status: 'CANCEL_PENDING' }, { status: 'CANCELED' })
    const failure = new Error('the disk is full')
    const onProgress = () => Promise.reject(failure)
    await expect(cancelAndWait(api, params, { onProgress }, manualTime())).rejects.toBe(failure)
    expect(calls).toHaveLength(1)
  })
})

describe('a refused cancel', () => {
  const refused = new RejectedError('order is not open', problem, { status: 400 })

  it.each([
    refused,
    new ConflictError('ended', problem, { status: 409 }),
    new NotFoundError('not in the book', problem, { status: 404 }),
  ])('is no failure when the order had already ended: %s', async (refusal) => {
    const { result } = cancel(refusal, { status: 'FILLED' })
    await expect(result).resolves.toEqual({ outcome: 'filled', order: { status: 'FILLED' } })
  })

  it('is no failure when the order is being canceled already, as after a first attempt whose answer was lost', async () => {
    const { result, calls } = cancel(refused, { status: 'CANCEL_PENDING' }, { status: 'CANCELED' })
    await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['cancel', 'status', 'status'])
  })

  it('is not told of as a cancel that the exchange has taken', async () => {
    const { api } = orderScript(refused, { status: 'FILLED' })
    const steps: unknown[] = []
    await cancelAndWait(api, params, { onProgress: (step) => steps.push(step) }, manualTime())
    expect(steps).toEqual([{ step: 'status', refId: '42', status: 'FILLED' }])
  })

  it('says nothing about the order when it was never answered', async () => {
    const lost = new ConnectionError('headers', {})
    const { result, calls } = cancel(lost, { status: 'CANCELED' })
    await expect(result).rejects.toBe(lost)
    expect(calls).toHaveLength(1)
  })

  it('is thrown when the order lives', async () => {
    const { result } = cancel(refused, { status: 'ACTIVE' })
    await expect(result).rejects.toBe(refused)
  })

  it('is thrown when the order cannot be read', async () => {
    await expect(cancel(refused, new PermissionError('not yours', problem, {})).result).rejects.toBe(refused)
  })

  it('is judged by the order as soon as it can be read', async () => {
    const lost = new ConnectionError('headers', {})
    await expect(cancel(refused, lost, { status: 'FILLED' }).result).resolves.toMatchObject({ outcome: 'filled' })
    await expect(cancel(refused, lost, { status: 'ACTIVE' }).result).rejects.toBe(refused)
  })
})

describe('a cancel whose answer cannot be read', () => {
  const unread = new DecodeError('no JSON', { status: 200, code: 'response_undecodable' })

  it('is looked for in the order, which may live on for a while', async () => {
    const { result, calls } = cancel(unread, { status: 'ACTIVE' }, { status: 'CANCEL_PENDING' }, { status: 'CANCELED' })
    await expect(result).resolves.toEqual({ outcome: 'canceled', order: { status: 'CANCELED' } })
    expect(calls.map((call) => call.split(' ')[0])).toEqual(['cancel', 'status', 'status', 'status'])
  })

  it('is what is thrown when the order lives on, or cannot be read either', async () => {
    const { result } = cancel(unread, ...Array.from({ length: 61 }, () => ({ status: 'ACTIVE' })))
    await expect(result).rejects.toBe(unread)
    await expect(cancel(unread, new PermissionError('not yours', problem, {})).result).rejects.toBe(unread)
  })

  it('is what an abort leaves, and nothing is read', async () => {
    const { api, calls } = orderScript(unread, { status: 'CANCELED' })
    const options = { signal: AbortSignal.abort(new Error('enough')) }
    await expect(cancelAndWait(api, params, options, manualTime())).rejects.toBe(unread)
    expect(calls).toHaveLength(1)
  })
})

describe('an aborted wait', () => {
  it('throws before the next look', async () => {
    const { api, calls } = orderScript({ status: 'CANCEL_PENDING' })
    const controller = new AbortController()
    const time = { now: () => 0, sleep: () => Promise.resolve(controller.abort(new Error('enough'))) }
    const result = cancelAndWait(api, params, { signal: controller.signal }, time)
    const error: unknown = await result.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AbortedError)
    expect(error).toMatchObject({
      settle: { query: "getOrderStatus({ path: { ref_id: '42' } })", ids: { ref_id: '42' } },
    })
    expect(calls).toHaveLength(1)
  })
})
