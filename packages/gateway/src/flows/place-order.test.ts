import { ConflictError, CredentialError, NotFoundError, OutcomeUnknownError, RejectedError } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { manualTime } from '../../../core/test/manual-time.ts'
import { stamps } from '../../test/support/keys.ts'
import { describeListenerFailures } from '../../test/support/listener-failures.ts'
import {
  creates,
  executes,
  limit,
  payloads,
  place,
  prepares,
  quote,
  reads,
  submits,
} from '../../test/support/placing.ts'
import { marketBuy } from '../../test/support/requests.ts'
import { type Line, scripted } from '../../test/support/scripted.ts'
import { type PlaceOrderTools, placeOrder } from './place-order.ts'
import { stampWith } from './signer.ts'

const lost = new OutcomeUnknownError({ operation: 'executeOrder', settle: undefined })
const losesExecution: Line = { operation: 'executeOrder', throws: lost }

describe('an order submitted at once', () => {
  test('is followed until it is complete', async () => {
    const { result, names, time } = place(
      marketBuy,
      {},
      submits,
      reads('pending'),
      reads('complete', { executed_qty: '0.001' }),
    )
    await expect(result).resolves.toEqual({
      outcome: 'complete',
      orderId: 'o1',
      order: { order_id: 'o1', status: 'complete', executed_qty: '0.001' },
      quote: undefined,
    })
    expect(names()).toEqual(['createOrder', 'getOrder', 'getOrder'])
    expect(time.slept).toEqual([2_000])
  })

  test('rests when it is a limit order', async () => {
    const { result } = place(limit, {}, submits, reads('active'))
    await expect(result).resolves.toMatchObject({ outcome: 'active', orderId: 'o1' })
  })

  test('is followed past its rest when asked to be terminal', async () => {
    const { result } = place(limit, { until: 'terminal' }, submits, reads('active'), reads('canceled'))
    await expect(result).resolves.toMatchObject({ outcome: 'canceled' })
  })

  test('is not read at all when acceptance is enough', async () => {
    const { result, names } = place(marketBuy, { until: 'accepted' }, submits)
    await expect(result).resolves.toEqual({ outcome: 'accepted', orderId: 'o1', status: 'pending', quote: undefined })
    expect(names()).toEqual(['createOrder'])
  })

  test('tells why it failed in the words meant for people', async () => {
    const { result } = place(
      marketBuy,
      {},
      submits,
      reads('failed', { failure_reason: 'swap: simulate: slippage exceeded' }),
    )
    await expect(result).resolves.toMatchObject({ outcome: 'failed', reason: 'slippage exceeded' })
  })

  test('is followed also where the first read does not find it yet', async () => {
    const missing = new NotFoundError('no such order', { fieldViolations: [], format: 'json' }, { status: 404 })
    const { result } = place(marketBuy, {}, submits, { operation: 'getOrder', throws: missing }, reads('complete'))
    await expect(result).resolves.toMatchObject({ outcome: 'complete', orderId: 'o1' })
  })

  test('is left unsettled at the deadline, with its id', async () => {
    const { result } = place(marketBuy, { pollDeadlineMs: 2_000 }, submits, reads('pending'), reads('pending'))
    await expect(result).resolves.toEqual({
      outcome: 'unsettled',
      orderId: 'o1',
      order: { order_id: 'o1', status: 'pending' },
      quote: undefined,
      reason: 'deadline',
      error: undefined,
    })
  })

  test('is followed at the pace asked for', async () => {
    const { result, time } = place(marketBuy, { pollIntervalMs: 500 }, submits, reads('pending'), reads('complete'))
    await result
    expect(time.slept).toEqual([500])
  })
})

describe('an order prepared for signing', () => {
  test('is stamped payload by payload in order, and executed', async () => {
    const { result, calls } = place(marketBuy, {}, prepares(), executes({ status: 'pending' }), reads('complete'))
    await expect(result).resolves.toMatchObject({ outcome: 'complete', quote })
    const sent = calls[1]?.params as { path: { id: string }; body: { auth_type: string; signatures: string[] } }
    expect(sent.path).toEqual({ id: 'o1' })
    expect(sent.body.auth_type).toBe('api_key')
    expect(sent.body.signatures.map((stamp, index) => stamps(stamp, payloads[index]?.payload ?? ''))).toEqual([
      true,
      true,
    ])
  })

  test('may be complete straight after execution', async () => {
    const { result } = place(
      marketBuy,
      { until: 'accepted' },
      prepares(),
      executes({ status: 'complete' }),
      reads('complete'),
    )
    await expect(result).resolves.toMatchObject({ outcome: 'complete' })
  })

  test.each([
    ['an issue', ['Price impact is high']],
    ['issues in another form', { impact: 'high' }],
  ])('is not signed when the quote carries %s', async (_, issues) => {
    const warned = { ...quote, issues }
    const { result, names } = place(marketBuy, {}, prepares({ quote: warned }))
    await expect(result).resolves.toEqual({ outcome: 'quote_issues', orderId: 'o1', quote: warned })
    expect(names()).toEqual(['createOrder'])
  })

  test('is signed in spite of issues when the caller accepts them', async () => {
    const warned = prepares({ quote: { ...quote, issues: ['Price impact is high'] } })
    const { result } = place(
      marketBuy,
      { acceptIssues: true },
      warned,
      executes({ status: 'pending' }),
      reads('complete'),
    )
    await expect(result).resolves.toMatchObject({ outcome: 'complete' })
  })

  test('is not signed when the caller declines the quote', async () => {
    const { result, names } = place(marketBuy, { review: () => Promise.resolve(false) }, prepares())
    await expect(result).resolves.toEqual({ outcome: 'declined', orderId: 'o1', quote })
    expect(names()).toEqual(['createOrder'])
  })

  test('is reviewed even when there is no quote, as when CeFi bridges funds', async () => {
    const asked: unknown[] = []
    const review = (seen: unknown): boolean => asked.push(seen) < 1
    const { result } = place(marketBuy, { review }, prepares({ quote: undefined }))
    await expect(result).resolves.toMatchObject({ outcome: 'declined' })
    expect(asked).toEqual([undefined])
  })

  test('is not executed without a key that may sign', async () => {
    const script = scripted<PlaceOrderTools['operations']>(prepares())
    const placing = placeOrder(
      marketBuy,
      {},
      { operations: script.operations, stamp: stampWith(undefined), time: manualTime() },
    )
    await expect(placing).rejects.toBeInstanceOf(CredentialError)
    expect(script.calls).toHaveLength(1)
  })
})

describe('no order', () => {
  test('and a quote without balance', async () => {
    const unfunded = { ...quote, issues: ['Insufficient balance'] }
    const { result } = place(marketBuy, {}, creates({ order_id: '', quote: unfunded }))
    await expect(result).resolves.toEqual({ outcome: 'insufficient_balance', quote: unfunded })
  })

  test('and no reason', async () => {
    const { result } = place(marketBuy, {}, creates({ order_id: '' }))
    await expect(result).resolves.toEqual({ outcome: 'no_order', quote: undefined })
  })
})

describe('a lost answer', () => {
  test('to the creation is the caller’s to settle', async () => {
    const created = new OutcomeUnknownError({ operation: 'createOrder', settle: undefined })
    const { result, names } = place(marketBuy, {}, { operation: 'createOrder', throws: created })
    await expect(result).rejects.toBe(created)
    expect(names()).toEqual(['createOrder'])
  })

  test('to the execution is settled by reading the order', async () => {
    const lines = [prepares(), losesExecution, reads('initialized'), reads('complete')]
    const { result, names, steps } = place(marketBuy, {}, ...lines)
    await expect(result).resolves.toMatchObject({ outcome: 'complete' })
    expect(names()).toEqual(['createOrder', 'executeOrder', 'getOrder', 'getOrder'])
    expect(steps[2]).toEqual({ step: 'outcome_unknown', orderId: 'o1' })
  })

  test('to the execution stays unknown while the order looks untouched', async () => {
    const { result } = place(marketBuy, { pollDeadlineMs: 0 }, prepares(), losesExecution, reads('initialized'))
    await expect(result).rejects.toBe(lost)
  })

  test.each(['accepted', 'settled'] as const)(
    'to the execution is not settled by a read without a status: %s',
    async (until) => {
      const read: Line = { operation: 'getOrder', gives: {} }
      const { result } = place(marketBuy, { until, pollDeadlineMs: 0 }, prepares(), losesExecution, read)
      await expect(result).rejects.toBe(lost)
    },
  )

  test('to an aborted execution is told, and not read any more', async () => {
    const { result, names } = place(marketBuy, { signal: AbortSignal.abort() }, prepares(), losesExecution)
    await expect(result).rejects.toBe(lost)
    expect(names()).toEqual(['createOrder', 'executeOrder'])
  })

  test('to the execution is settled even when acceptance is enough', async () => {
    const { result } = place(
      marketBuy,
      { until: 'accepted' },
      prepares(),
      losesExecution,
      reads('initialized'),
      reads('pending'),
    )
    await expect(result).resolves.toMatchObject({ outcome: 'accepted', status: 'pending' })
  })
})

describe('a refused execution', () => {
  const problem = { fieldViolations: [], format: 'empty' } as const
  const conflict = new ConflictError('twice', problem, { status: 409 })
  const conflicts: Line = { operation: 'executeOrder', throws: conflict }

  test('is thrown, and nothing is sent again', async () => {
    const refused = new RejectedError('no stamp', problem, { status: 400 })
    const refuses: Line = { operation: 'executeOrder', throws: refused }
    const { result, names } = place(marketBuy, { recreateOnStaleQuote: 3 }, prepares(), refuses)
    await expect(result).rejects.toBe(refused)
    expect(names()).toEqual(['createOrder', 'executeOrder'])
  })

  test('is followed where nothing waited for it because the stamps had arrived', async () => {
    const { result } = place(marketBuy, {}, prepares(), conflicts, reads('pending'), reads('complete'))
    await expect(result).resolves.toMatchObject({ outcome: 'complete', orderId: 'o1' })
  })

  test('is thrown after one look where the order still waits for its stamps', async () => {
    const { result, names } = place(marketBuy, { recreateOnStaleQuote: 3 }, prepares(), conflicts, reads('initialized'))
    await expect(result).rejects.toBe(conflict)
    expect(names()).toEqual(['createOrder', 'executeOrder', 'getOrder'])
  })
})

describeListenerFailures(
  {
    created: ['createOrder'],
    stamped: ['createOrder'],
    executed: ['createOrder', 'executeOrder'],
    status: ['createOrder', 'executeOrder', 'getOrder'],
  },
  (onProgress) => place(marketBuy, { onProgress }, prepares(), executes({ status: 'pending' }), reads('pending')),
)

test('tells every step once, and a status only when it changes', async () => {
  const { result, steps } = place(
    marketBuy,
    {},
    prepares(),
    executes({ status: 'pending' }),
    reads('pending'),
    reads('pending'),
    reads('complete'),
  )
  await result
  expect(steps).toEqual([
    { step: 'created', orderId: 'o1', status: 'initialized', quote },
    { step: 'stamped', orderId: 'o1', stamps: 2 },
    { step: 'executed', orderId: 'o1', status: 'pending' },
    { step: 'status', orderId: 'o1', status: 'pending' },
    { step: 'status', orderId: 'o1', status: 'complete' },
  ])
})
