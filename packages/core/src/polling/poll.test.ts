import { expect, test } from 'vitest'
import { manualTime } from '../../test/manual-time.ts'
import { AbortedError } from '../errors/aborted-error.ts'
import { ConnectionError } from '../errors/connection-error.ts'
import { DecodeError } from '../errors/decode-error.ts'
import { NotFoundError } from '../errors/not-found-error.ts'
import { PermissionError } from '../errors/permission-error.ts'
import { RateLimitError } from '../errors/rate-limit-error.ts'
import type { CallOptions } from '../operations/operation.ts'
import type { PollOptions } from './options.ts'
import { poll } from './poll.ts'

const problem = { fieldViolations: [], format: 'empty' } as const
const lost = new ConnectionError('headers', {})
const refused = new PermissionError('not yours', problem, {})
const gone = new NotFoundError('gone', problem, {})

/** Reads from a list; an error in it is thrown. */
function reads(...values: readonly (string | Error)[]) {
  const left = [...values]
  return () => {
    const next = left.shift()
    if (next === undefined) throw new Error('read once too often')
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
  }
}

const DEFAULTS = { pollIntervalMs: 2_000, pollDeadlineMs: 60_000 }

/** Waits for `done` among these reads. */
function wait(values: readonly (string | Error)[], options: PollOptions = {}, first?: string) {
  const time = manualTime()
  const calls: CallOptions[] = []
  const next = reads(...values)
  const read = (call: CallOptions) => {
    calls.push(call)
    return next()
  }
  const polled = { read, reached: (value: string) => value === 'done', ...(first === undefined ? {} : { first }) }
  return { time, calls, end: poll(polled, options, DEFAULTS, time) }
}

test('the first read is made at once', async () => {
  const { end, time } = wait(['done'])
  await expect(end).resolves.toEqual({ kind: 'reached', last: 'done' })
  expect(time.slept).toEqual([])
})

test('a value at hand takes the place of the first read', async () => {
  const { end, time } = wait(['done'], {}, 'open')
  await expect(end).resolves.toEqual({ kind: 'reached', last: 'done' })
  expect(time.slept).toEqual([2_000])
})

test('a value at hand may be the end', async () => {
  await expect(wait([], {}, 'done').end).resolves.toEqual({ kind: 'reached', last: 'done' })
})

test('reads again after each interval until the end is reached', async () => {
  const { end, time } = wait(['open', 'open', 'done'])
  await expect(end).resolves.toEqual({ kind: 'reached', last: 'done' })
  expect(time.slept).toEqual([2_000, 2_000])
})

test('makes one last read when the deadline is reached', async () => {
  const { end, time } = wait(['a', 'b', 'c', 'd'], { pollDeadlineMs: 5_000 })
  await expect(end).resolves.toEqual({ kind: 'deadline', last: 'd', error: undefined })
  expect(time.slept).toEqual([2_000, 2_000, 1_000])
})

test('keeps to the times of the caller', async () => {
  const { end, time } = wait(['a', 'b'], { pollIntervalMs: 10, pollDeadlineMs: 10 })
  await expect(end).resolves.toMatchObject({ kind: 'deadline', last: 'b' })
  expect(time.slept).toEqual([10])
})

test('gives no read more time than is left, and the last one an interval', async () => {
  const { end, calls } = wait(['a', 'a', 'done'], { pollIntervalMs: 1_000, pollDeadlineMs: 2_000 })
  await end
  expect(calls.map(({ deadlineMs }) => deadlineMs)).toEqual([2_000, 1_000, 1_000])
})

test('gives a read no more time than the caller allows, and its other options', async () => {
  const { signal } = new AbortController()
  const { end, calls } = wait(['done'], { signal, call: { deadlineMs: 300, schemaVersion: 'v' } })
  await end
  expect(calls).toEqual([{ signal, deadlineMs: 300, schemaVersion: 'v' }])
})

test('gives a read no more time than is left, whatever the caller allows', async () => {
  const { end, calls } = wait(['done'], { pollDeadlineMs: 5_000, call: { deadlineMs: 90_000 } })
  await end
  expect(calls).toMatchObject([{ deadlineMs: 5_000 }])
})

test('a failure that time may heal is no news', async () => {
  await expect(wait(['open', lost, 'done']).end).resolves.toEqual({ kind: 'reached', last: 'done' })
})

test.each(['response_undecodable', 'response_empty'] as const)(
  'an answer that cannot be read is no news: %s',
  async (code) => {
    const page = new DecodeError('a page', { code })
    await expect(wait([page, 'done']).end).resolves.toEqual({ kind: 'reached', last: 'done' })
  },
)

test('an answer that breaks the contract ends the wait', async () => {
  const odd = new DecodeError('odd', { code: 'response_breaks_contract' })
  await expect(wait([odd]).end).resolves.toMatchObject({ kind: 'unreadable', error: odd })
})

test('a failure at the deadline is told beside the last value', async () => {
  const { end } = wait(['open', lost], { pollDeadlineMs: 1_000 })
  await expect(end).resolves.toEqual({ kind: 'deadline', last: 'open', error: lost })
})

test('waits as long as a rate limit asks for, and then at its own pace again', async () => {
  const limited = new RateLimitError('slow down', problem, { retryAfterMs: 30_000 })
  const { end, time } = wait([limited, 'open', 'done'])
  await end
  expect(time.slept).toEqual([30_000, 2_000])
})

test('makes no last read before a rate limit allows one, and does not wait for nothing', async () => {
  const limited = new RateLimitError('slow down', problem, { retryAfterMs: 30_000 })
  const { end, time } = wait(['open', limited], { pollDeadlineMs: 10_000 })
  await expect(end).resolves.toEqual({ kind: 'deadline', last: 'open', error: limited })
  expect(time.slept).toEqual([2_000])
})

test('a refusal ends the wait', async () => {
  await expect(wait(['open', refused]).end).resolves.toEqual({ kind: 'unreadable', last: 'open', error: refused })
})

test('a thing that is not found yet, as one that was created a moment ago, is no news', async () => {
  await expect(wait([gone, gone, 'done']).end).resolves.toEqual({ kind: 'reached', last: 'done' })
})

test('a thing that is not found for five seconds, whatever fails meanwhile, ends the wait', async () => {
  const { end, time } = wait([gone, lost, gone, gone])
  await expect(end).resolves.toEqual({ kind: 'unreadable', last: undefined, error: gone })
  expect(time.slept).toEqual([2_000, 2_000, 2_000])
})

test('a thing that was found meanwhile has another five seconds', async () => {
  const { end } = wait([gone, gone, gone, 'open', gone, gone, 'done'])
  await expect(end).resolves.toEqual({ kind: 'reached', last: 'done' })
})

test('a defect is thrown', async () => {
  await expect(wait([new TypeError('defect')]).end).rejects.toThrow('defect')
})

test('an aborted read is thrown', async () => {
  await expect(wait([new AbortedError({})]).end).rejects.toBeInstanceOf(AbortedError)
})

test('an aborted read says how to find what was sent before', async () => {
  const settle = { query: 'getOrder(…)', ids: { id: '7' } }
  const read = reads(new AbortedError({ operation: 'getOrder', attempts: 1, cause: 'enough' }))
  await expect(poll({ read, reached: () => false, settle }, {}, DEFAULTS, manualTime())).rejects.toMatchObject({
    operation: 'getOrder',
    attempts: 1,
    cause: 'enough',
    settle,
  })
})

test('an abort during the wait ends it before the next read', async () => {
  const caller = new AbortController()
  const time = { now: () => 0, sleep: () => Promise.resolve(caller.abort('enough')) }
  const polled = { read: reads('open'), reached: () => false }
  const waiting = poll(polled, { signal: caller.signal }, DEFAULTS, time)
  await expect(waiting).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
})
