import { expect, test } from 'vitest'
import { manualTime } from '../../test/manual-time.ts'
import { AbortedError } from '../errors/aborted-error.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import type { CallOptions } from '../operations/operation.ts'
import { type Follow, follow as followAt } from './follow.ts'
import type { PollOptions } from './options.ts'

const follow = (what: Follow<{ readonly status: string }>, options: PollOptions, time = manualTime()) =>
  followAt(what, options, { pollIntervalMs: 2_000, pollDeadlineMs: 60_000 }, time)

const doubt = new OutcomeUnknownError({ settle: undefined })

/** Follows something whose reads give these statuses, until it is done. */
function following(statuses: readonly string[], more: Partial<Follow<{ readonly status: string }>> = {}) {
  const left = [...statuses]
  const calls: CallOptions[] = []
  const told: string[] = []
  const what: Follow<{ readonly status: string }> = {
    read: (call) => {
      calls.push(call)
      return Promise.resolve({ status: left.shift() ?? 'read once too often' })
    },
    reached: ({ status }) => status === 'done',
    onStatus: (status) => told.push(status),
    doubt: undefined,
    settle: { query: "getOrder({ path: { id: '7' } })", ids: { id: '7' } },
    untouched: ({ status }) => status === 'waiting',
    ...more,
  }
  return { what, calls, told }
}

test('tells a status when it changes', async () => {
  const { what, told } = following(['a', 'a', 'b', 'done'])
  await follow(what, {})
  expect(told).toEqual(['a', 'b', 'done'])
})

test('throws the doubt while the thing looks untouched', async () => {
  const { what } = following(['waiting'], { doubt })
  await expect(follow(what, { pollDeadlineMs: 0 })).rejects.toBe(doubt)
})

test('takes a status that is null for none: it is not told, and drops no doubt', async () => {
  const read = () => Promise.resolve({ status: null as unknown as string })
  const { what, told } = following([], { read, doubt, untouched: ({ status }) => (status as string | null) === null })
  await expect(follow(what, { pollDeadlineMs: 0 })).rejects.toBe(doubt)
  expect(told).toEqual([])
})

test('drops the doubt when the thing has moved on', async () => {
  const { what } = following(['moving'], { doubt })
  await expect(follow(what, { pollDeadlineMs: 0 })).resolves.toMatchObject({
    kind: 'unsettled',
    last: { status: 'moving' },
  })
})

test('gives no read more time than is left', async () => {
  const { what, calls } = following(['a', 'a', 'done'])
  await follow(what, { pollIntervalMs: 1_000, pollDeadlineMs: 2_500 })
  expect(calls.map(({ deadlineMs }) => deadlineMs)).toEqual([2_500, 1_500, 1_000])
})

test('gives a read no more time than the caller allows', async () => {
  const { what, calls } = following(['done'])
  await follow(what, { call: { deadlineMs: 300 } })
  expect(calls[0]?.deadlineMs).toBe(300)
})

test('hands the caller’s signal to every read', async () => {
  const { signal } = new AbortController()
  const { what, calls } = following(['done'])
  await follow(what, { signal })
  expect(calls[0]?.signal).toBe(signal)
})

/** Follows until the caller gives up, in a read or in the wait after one. */
async function abandoned(where: 'read' | 'wait', more: Partial<Follow<{ readonly status: string }>> = {}) {
  const caller = new AbortController()
  const { what } = following(['moving', 'moving'], {
    ...(where === 'read'
      ? { read: () => Promise.reject(new AbortedError({ operation: 'getOrder', cause: 'enough' })) }
      : {}),
    onStatus: () => caller.abort('enough'),
    ...more,
  })
  return await follow(what, { signal: caller.signal }).catch((error: unknown) => error)
}

test.each(['read', 'wait'] as const)('an abort in a %s says how to find what goes on', async (where) => {
  expect(await abandoned(where)).toMatchObject({
    code: 'aborted',
    cause: 'enough',
    settle: { ids: { id: '7' } },
    nextStep: "What was sent before goes on: run getOrder({ path: { id: '7' } }) to see what became of it.",
  })
})

test.each(['read', 'wait'] as const)('an abort in a %s does not silence a doubt', async (where) => {
  expect(await abandoned(where, { doubt })).toBe(doubt)
})
