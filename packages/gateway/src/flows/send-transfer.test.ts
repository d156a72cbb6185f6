import { ConflictError, NotFoundError, OutcomeUnknownError, PermissionError } from '@truemarkets/core'
import { describe, expect, test } from 'vitest'
import { manualTime } from '../../../core/test/manual-time.ts'
import { signer, stamps } from '../../test/support/keys.ts'
import { describeListenerFailures } from '../../test/support/listener-failures.ts'
import { type Line, scripted } from '../../test/support/scripted.ts'
import { transfer } from '../../test/support/transfer.ts'
import type { CreateTransferRequest } from '../generated/types.ts'
import { type SendTransferTools, sendTransfer, waitForTransfer } from './send-transfer.ts'
import type { SendTransferOptions, SendTransferProgress } from './sent-transfer.ts'
import { stampWith } from './signer.ts'

const request: CreateTransferRequest = { asset_id: transfer.asset_id, qty: '1', qty_unit: 'base', to: 'wallet' }
const pending = { ...transfer, status: 'pending', payloads: [] }
const completed = { ...pending, status: 'completed', sent: '1', received: '1' }

const creates = (gives: unknown): Line => ({ operation: 'createTransfer', gives })
const executes = (gives: unknown): Line => ({ operation: 'executeTransfer', gives })
const reads = (gives: unknown): Line => ({ operation: 'getTransfer', gives })
const lost = new OutcomeUnknownError({ operation: 'executeTransfer', settle: undefined })
const loses: Line = { operation: 'executeTransfer', throws: lost }

function send(options: SendTransferOptions, ...lines: Line[]) {
  const script = scripted<SendTransferTools['operations']>(...lines)
  const steps: SendTransferProgress[] = []
  const result = sendTransfer(
    request,
    { onProgress: (step) => steps.push(step), ...options },
    { operations: script.operations, stamp: stampWith(signer), time: manualTime() },
  )
  return { result, calls: script.calls, names: () => script.calls.map((call) => call.operation), steps }
}

test.each([
  ['on its way, to its end', [reads(pending), reads(pending), reads(completed)]],
  ['ended, by one read', [reads(completed)]],
])('a transfer that is known by its id only is followed: %s', async (_, lines) => {
  const { operations, calls } = scripted<SendTransferTools['operations']>(...lines)
  const followed = waitForTransfer(transfer.id, {}, { operations, time: manualTime() })
  await expect(followed).resolves.toEqual({ outcome: 'completed', transfer: completed })
  expect(calls).toHaveLength(lines.length)
})

test('a transfer that is known by its id only may not be there at all', async () => {
  const none = new NotFoundError('none', { fieldViolations: [], format: 'json' }, { status: 404 })
  const missing = { operation: 'getTransfer', throws: none }
  const { operations } = scripted<SendTransferTools['operations']>(missing, missing, missing, missing)
  await expect(waitForTransfer('t1', {}, { operations, time: manualTime() })).rejects.toBe(none)
})

describe('a prepared transfer', () => {
  test('is stamped, executed and followed to its end', async () => {
    const { result, calls } = send({}, creates(transfer), executes(pending), reads(pending), reads(completed))
    await expect(result).resolves.toEqual({ outcome: 'completed', transfer: completed })
    const sent = calls[1] as { operation: string; params: { path: { id: string }; body: { signatures: string[] } } }
    expect(sent.operation).toBe('executeTransfer')
    expect(sent.params.path).toEqual({ id: transfer.id })
    expect(sent.params.body.signatures.map((stamp) => stamps(stamp, 'send this'))).toEqual([true])
  })

  test('is not signed when the caller declines it', async () => {
    const { result, names } = send({ review: (seen) => seen.to !== 'wallet' }, creates(transfer))
    await expect(result).resolves.toEqual({ outcome: 'declined', transfer })
    expect(names()).toEqual(['createTransfer'])
  })

  test('is not read when acceptance is enough', async () => {
    const { result, names } = send({ until: 'accepted' }, creates(transfer), executes(pending))
    await expect(result).resolves.toEqual({ outcome: 'accepted', transfer: pending })
    expect(names()).toEqual(['createTransfer', 'executeTransfer'])
  })

  test('is not read when the execution already ended it', async () => {
    const { result, names } = send({}, creates(transfer), executes(completed))
    await expect(result).resolves.toEqual({ outcome: 'completed', transfer: completed })
    expect(names()).toEqual(['createTransfer', 'executeTransfer'])
  })

  test.each([{}, { status: 'pending' }, { id: null, status: 'pending' }, []])(
    'is followed by the id it was created with when the execution is answered with %j',
    async (answer) => {
      const { result, calls } = send({}, creates(transfer), executes(answer), reads(completed))
      await expect(result).resolves.toEqual({ outcome: 'completed', transfer: completed })
      expect(calls[2]).toMatchObject({ operation: 'getTransfer', params: { path: { id: transfer.id } } })
    },
  )

  test('keeps its id when it is read as something that names nothing', async () => {
    const { result } = send({ pollDeadlineMs: 0 }, creates(transfer), executes(pending), reads({ data: {} }))
    await expect(result).resolves.toMatchObject({ outcome: 'unsettled', transfer: { id: transfer.id } })
  })

  test('can fail', async () => {
    const failed = { ...pending, status: 'failed' }
    const { result } = send({}, creates(transfer), executes(pending), reads(failed))
    await expect(result).resolves.toEqual({ outcome: 'failed', transfer: failed })
  })
})

describe('a withdrawal from the CeFi venue', () => {
  test.each([[], null])('needs no signature, and has %j for payloads', async (payloads) => {
    const { result, names } = send({}, creates({ ...pending, payloads }), reads(completed))
    await expect(result).resolves.toEqual({ outcome: 'completed', transfer: completed })
    expect(names()).toEqual(['createTransfer', 'getTransfer'])
  })

  test('is left unsettled at the deadline', async () => {
    const { result } = send({ pollDeadlineMs: 0 }, creates(pending), reads(pending))
    await expect(result).resolves.toEqual({
      outcome: 'unsettled',
      transfer: pending,
      reason: 'deadline',
      error: undefined,
    })
  })

  test('is left unsettled when it cannot be read, and the answer says why', async () => {
    const refused = new PermissionError('no', { fieldViolations: [], format: 'empty' }, { status: 403 })
    const { result } = send({}, creates(pending), { operation: 'getTransfer', throws: refused })
    await expect(result).resolves.toEqual({
      outcome: 'unsettled',
      transfer: pending,
      reason: 'unreadable',
      error: refused,
    })
  })
})

describe('a lost answer to the execution', () => {
  test('is settled by reading the transfer', async () => {
    const { result, names, steps } = send({}, creates(transfer), loses, reads(transfer), reads(completed))
    await expect(result).resolves.toMatchObject({ outcome: 'completed' })
    expect(names()).toEqual(['createTransfer', 'executeTransfer', 'getTransfer', 'getTransfer'])
    expect(steps[2]).toEqual({ step: 'outcome_unknown', transferId: transfer.id })
  })

  test('stays unknown while the transfer waits for its signature', async () => {
    const { result } = send({ pollDeadlineMs: 0 }, creates(transfer), loses, reads(transfer))
    await expect(result).rejects.toBe(lost)
  })

  test.each(['accepted', 'settled'] as const)('is not settled by a read without a status: %s', async (until) => {
    const { result } = send({ until, pollDeadlineMs: 0 }, creates(transfer), loses, reads({}))
    await expect(result).rejects.toBe(lost)
  })

  test('is not settled by what the creation had answered', async () => {
    const { result } = send({}, creates({ ...transfer, status: 'failed' }), loses, reads(completed))
    await expect(result).resolves.toMatchObject({ outcome: 'completed' })
  })

  test('is thrown after an abort, and nothing is read any more', async () => {
    const { result, names } = send({ signal: AbortSignal.abort() }, creates(transfer), loses)
    await expect(result).rejects.toBe(lost)
    expect(names()).toEqual(['createTransfer', 'executeTransfer'])
  })

  test('is settled even when acceptance is enough', async () => {
    const { result } = send({ until: 'accepted' }, creates(transfer), loses, reads(pending))
    await expect(result).resolves.toEqual({ outcome: 'accepted', transfer: pending })
  })
})

describe('an execution that is refused because nothing waits for it', () => {
  const conflict = new ConflictError('executed', { fieldViolations: [], format: 'json' }, { status: 409 })
  const refuses: Line = { operation: 'executeTransfer', throws: conflict }

  test('is followed where the transfer is on its way', async () => {
    const { result } = send({}, creates(transfer), refuses, reads(pending), reads(completed))
    await expect(result).resolves.toMatchObject({ outcome: 'completed' })
  })

  test('is thrown after one look where the transfer still waits', async () => {
    const { result, names } = send({}, creates(transfer), refuses, reads(transfer))
    await expect(result).rejects.toBe(conflict)
    expect(names()).toEqual(['createTransfer', 'executeTransfer', 'getTransfer'])
  })
})

describeListenerFailures(
  {
    created: ['createTransfer'],
    stamped: ['createTransfer'],
    executed: ['createTransfer', 'executeTransfer'],
    status: ['createTransfer', 'executeTransfer', 'getTransfer'],
  },
  (onProgress) => send({ onProgress }, creates(transfer), executes(pending), reads(pending)),
)

test('tells every step', async () => {
  const { result, steps } = send({}, creates(transfer), executes(pending), reads(completed))
  await result
  const transferId = transfer.id
  expect(steps).toEqual([
    { step: 'created', transferId, status: 'awaiting_signature' },
    { step: 'stamped', transferId, stamps: 1 },
    { step: 'executed', transferId, status: 'pending' },
    { step: 'status', transferId, status: 'completed' },
  ])
})
