import { ConnectionError, NotFoundError } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { manualTime } from '../../../core/test/manual-time.ts'
import { type Line, scripted } from '../../test/support/scripted.ts'
import { type FollowOrderTools, waitForOrder } from './follow-order.ts'
import type { WaitForOrderOptions } from './placed-order.ts'

const reads = (status: string, rest: object = {}): Line => ({
  operation: 'getOrder',
  gives: { order_id: 'o1', status, ...rest },
})
const down: Line = { operation: 'getOrder', throws: new ConnectionError('headers', {}) }

function wait(options: WaitForOrderOptions, ...lines: Line[]) {
  const script = scripted<FollowOrderTools['operations']>(...lines)
  return waitForOrder('o1', options, { operations: script.operations, time: manualTime() })
}

describe('an order that is known by its id only', () => {
  test('is followed to its end, and told of on the way', async () => {
    const seen: string[] = []
    const onProgress = ({ status }: { readonly status: string }): unknown => seen.push(status)
    const followed = wait({ onProgress }, reads('pending'), down, reads('complete', { executed_qty: '1' }))
    await expect(followed).resolves.toMatchObject({ outcome: 'complete', orderId: 'o1', order: { executed_qty: '1' } })
    expect(seen).toEqual(['pending', 'complete'])
  })

  test('settles where it rests, if it says that it is one that can', async () => {
    await expect(wait({}, reads('active', { type: 'limit' }))).resolves.toMatchObject({ outcome: 'active' })
    const market = wait({}, reads('active', { type: 'market' }), reads('canceled', { type: 'market' }))
    await expect(market).resolves.toMatchObject({ outcome: 'canceled' })
  })

  test('does not end by resting where its end is waited for', async () => {
    const followed = wait({ until: 'terminal' }, reads('active', { type: 'limit' }), reads('failed'))
    await expect(followed).resolves.toMatchObject({ outcome: 'failed' })
  })

  test('is unsettled while nobody executes it', async () => {
    const followed = wait({ pollDeadlineMs: 1 }, reads('initialized'), reads('initialized'))
    await expect(followed).resolves.toMatchObject({
      outcome: 'unsettled',
      reason: 'deadline',
      order: { status: 'initialized' },
    })
  })

  test('is unsettled, and not lost, when the last read of it fails', async () => {
    const followed = wait({ pollDeadlineMs: 1 }, reads('pending'), down)
    await expect(followed).resolves.toMatchObject({
      outcome: 'unsettled',
      order: { status: 'pending' },
      error: { code: 'connection_failed' },
    })
  })

  test('may not be there yet, or at all', async () => {
    const none = new NotFoundError('none', { fieldViolations: [], format: 'json' }, { status: 404 })
    const missing = { operation: 'getOrder', throws: none }
    await expect(wait({}, missing, missing, reads('complete'))).resolves.toMatchObject({ outcome: 'complete' })
    await expect(wait({}, missing, missing, missing, missing)).rejects.toBe(none)
    await expect(wait({ pollDeadlineMs: 1 }, down, down)).rejects.toMatchObject({ code: 'connection_failed' })
  })
})
