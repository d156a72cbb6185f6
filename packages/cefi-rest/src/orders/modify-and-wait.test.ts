import { AbortedError, ConnectionError, OutcomeUnknownError, RejectedError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { manualTime } from '../../../core/test/manual-time.ts'
import { type Line, orderScript } from '../../test/support/order-script.ts'
import { modifyAndWait } from './modify-and-wait.ts'

const params = { body: { id: '42', info: { client_id: '7', new_qty: '0.02', new_price: '110866' } } }
const before = { order_info: { qty: '0.01', price: '110865.50' } }
const after = { order_info: { qty: '0.0200', price: '110866.00' } }

function modify(...lines: readonly Line[]) {
  const script = orderScript(...lines)
  const time = manualTime()
  return { ...script, time, result: modifyAndWait(script.api, params, {}, time) }
}

describe('modifyAndWait', () => {
  it('waits until the order shows the new values, however many zeros they end in', async () => {
    const { result, calls } = modify({ status: 'MODIFY_PENDING', ...before }, { status: 'ACTIVE', ...after })
    await expect(result).resolves.toMatchObject({ outcome: 'modified' })
    expect(calls[1]).toBe('status {"path":{"ref_id":"42"}}')
  })

  it('waits for what was asked for, whatever became of the object', async () => {
    const asked = structuredClone(params)
    const script = orderScript({ status: 'MODIFY_PENDING', ...before }, { status: 'ACTIVE', ...after })
    const result = modifyAndWait(script.api, asked, {}, manualTime())
    asked.body.id = '43'
    asked.body.info.new_price = '1'
    await expect(result).resolves.toMatchObject({ outcome: 'modified' })
    expect(script.calls[1]).toBe('status {"path":{"ref_id":"42"}}')
  })

  const modify_info = { new_qty: '0.02', new_price: '110866' }

  it.each([
    ['has no members', {}],
    ['is empty', { order_info: {} }],
    ['is the skeleton of the publisher', { order_info: { qty: '', price: '' } }],
    ['leaves out the price', { order_info: { qty: '0.02' } }],
  ])('reads the change from the last modification where what the order is held with %s', async (_, held) => {
    const { result } = modify({ status: 'ACTIVE', ...held, modify_info })
    await expect(result).resolves.toMatchObject({ outcome: 'modified' })
  })

  it.each([{ new_qty: '0.01' }, { new_price: '110865' }])(
    'takes no other last modification for the change: %j',
    async (other) => {
      const last = { modify_info: { ...modify_info, ...other } }
      const { result } = modify({ status: 'MODIFY_PENDING', ...last }, { status: 'ACTIVE', ...last })
      await expect(result).resolves.toMatchObject({ outcome: 'unchanged' })
    },
  )

  it('says unchanged of a change that was refused, although it is the last modification', async () => {
    const { result } = modify(
      { status: 'MODIFY_PENDING', ...before, modify_info },
      { status: 'ACTIVE', ...before, modify_info },
    )
    await expect(result).resolves.toMatchObject({ outcome: 'unchanged' })
  })

  it('does not take a change that is only noted for one that is applied', async () => {
    const { result, calls } = modify(
      { status: 'ACTIVE', ...before, modify_info },
      { status: 'MODIFY_PENDING', ...before, modify_info },
      { status: 'ACTIVE', ...after, modify_info },
    )
    await expect(result).resolves.toMatchObject({ outcome: 'modified' })
    expect(calls).toHaveLength(3)
  })

  it('says unchanged at once when the order comes back from pending with the old values', async () => {
    const { result, time } = modify({ status: 'MODIFY_PENDING', ...before }, { status: 'ACTIVE', ...before })
    await expect(result).resolves.toMatchObject({ outcome: 'unchanged' })
    expect(time.slept).toEqual([500])
  })

  it.each([
    ['the quantity', { qty: '0.02', price: '110865.50' }],
    ['the price', { qty: '0.01', price: '110866' }],
    ['the old quantity', { qty: '0.01' }],
  ])('is not content with %s', async (_, order_info) => {
    const { result } = modify({ status: 'MODIFY_PENDING', ...before }, { status: 'ACTIVE', order_info, modify_info })
    await expect(result).resolves.toMatchObject({ outcome: 'unchanged' })
  })

  it.each([
    ['nothing', {}],
    ['the new quantity only', { qty: '0.02' }],
    ['nothing readable', { qty: '', price: '' }],
    ['no plain decimal', { qty: '2e-2', price: 'market' }],
  ])('calls no order unchanged that shows %s of what it is held with', async (_, order_info) => {
    const silent = { status: 'ACTIVE', order_info }
    const { result } = modify({ status: 'MODIFY_PENDING', ...before }, ...Array.from({ length: 60 }, () => silent))
    await expect(result).resolves.toMatchObject({ outcome: 'unsettled', reason: 'deadline', order: silent })
  })

  it('keeps looking while an active order has not begun to change', async () => {
    const { result } = modify(
      { status: 'ACTIVE', ...before },
      { status: 'ACTIVE', ...before },
      { status: 'ACTIVE', ...after },
    )
    await expect(result).resolves.toMatchObject({ outcome: 'modified' })
  })

  it.each([{ status: 'CANCEL_PENDING' }, { status: 'REPLACE_PENDING' }, {}])(
    'says of no order in the state %j that it was left unchanged',
    async (state) => {
      const pending = { status: 'MODIFY_PENDING', ...before }
      const { result } = modify(pending, { ...state, ...before }, { status: 'CANCELED', ...before })
      await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
    },
  )

  it.each([
    ['FILLED', 'filled'],
    ['CANCELED', 'canceled'],
    ['REJECTED', 'rejected'],
  ] as const)('tells that the order is %s', async (status, outcome) => {
    const { result } = modify({ status: 'MODIFY_PENDING' }, { status, ...after })
    await expect(result).resolves.toMatchObject({ outcome })
  })

  it('is left unsettled when 30 s were not enough', async () => {
    const { result, time } = modify(...Array.from({ length: 61 }, () => ({ status: 'MODIFY_PENDING', ...before })))
    await expect(result).resolves.toMatchObject({ outcome: 'unsettled', reason: 'deadline' })
    expect(time.slept).toHaveLength(60)
  })

  it('does not call an order unchanged that may not have begun to change', async () => {
    const { result } = modify(...Array.from({ length: 61 }, () => ({ status: 'ACTIVE', ...before })))
    await expect(result).resolves.toMatchObject({ outcome: 'unsettled', reason: 'deadline' })
  })
})

describe('a lost answer to the modification', () => {
  const lost = new OutcomeUnknownError({ operation: 'modifyOrder', settle: undefined })

  it.each([
    [
      'shows the new values',
      [
        { status: 'ACTIVE', ...before },
        { status: 'ACTIVE', ...after },
      ],
      'modified',
    ],
    [
      'goes back to the old ones',
      [
        { status: 'MODIFY_PENDING', ...before },
        { status: 'ACTIVE', ...before },
      ],
      'unchanged',
    ],
    ['has ended', [{ status: 'FILLED', ...before }], 'filled'],
  ] as const)('is settled by an order that %s', async (_, looks, outcome) => {
    const { result, calls } = modify(lost, ...looks)
    await expect(result).resolves.toMatchObject({ outcome })
    expect(calls.filter((call) => call.startsWith('modify'))).toHaveLength(1)
  })

  it('is thrown when the order still has the old values at the end', async () => {
    const { result } = modify(lost, ...Array.from({ length: 62 }, () => ({ status: 'ACTIVE', ...before })))
    await expect(result).rejects.toBe(lost)
  })

  it('is thrown when the order cannot be read', async () => {
    const { result } = modify(lost, new RejectedError('no', { fieldViolations: [], format: 'json' }, { status: 400 }))
    await expect(result).rejects.toBe(lost)
  })

  it('leaves the wait unsettled when the modification was seen under way', async () => {
    const pending = { status: 'MODIFY_PENDING', ...before }
    const { result } = modify(lost, ...Array.from({ length: 61 }, () => pending))
    await expect(result).resolves.toMatchObject({ outcome: 'unsettled', reason: 'deadline', order: pending })
  })

  it('is told of before the order is read', async () => {
    const { api } = orderScript(lost, { status: 'ACTIVE', ...after })
    const steps: string[] = []
    await modifyAndWait(api, params, { onProgress: ({ step }) => steps.push(step) }, manualTime())
    expect(steps).toEqual(['outcome_unknown', 'status'])
  })

  it('is what an abort leaves, before it and after', async () => {
    const given = AbortSignal.abort(new Error('enough'))
    await expect(modifyAndWait(orderScript(lost).api, params, { signal: given }, manualTime())).rejects.toBe(lost)
    const { api } = orderScript(lost, new AbortedError({ cause: 'enough' }))
    await expect(modifyAndWait(api, params, {}, manualTime())).rejects.toBe(lost)
  })

  it('is no answer at all where the connection was never made', async () => {
    const unsent = new ConnectionError('connect', {})
    const { result, calls } = modify(unsent)
    await expect(result).rejects.toBe(unsent)
    expect(calls).toHaveLength(1)
  })
})
