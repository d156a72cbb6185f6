import { AbortedError, ConnectionError, DecodeError, NotFoundError, RateLimitError } from '@truemarkets/core'
import { expect, test } from 'vitest'
import { manualTime } from '../../test/support/manual-time.ts'
import { poll } from './poll.ts'

const problem = { fieldViolations: [], format: 'empty' } as const
const lost = new ConnectionError('headers', {})
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

function pace(more: { readonly signal?: AbortSignal; readonly deadlineMs?: number } = {}) {
  return { intervalMs: 2_000, deadlineMs: more.deadlineMs ?? 60_000, signal: more.signal, time: manualTime() }
}

const isDone = (value: string): boolean => value === 'done'

test('the first read is made at once', async () => {
  const at = pace()
  await expect(poll(reads('done'), isDone, at)).resolves.toEqual({ kind: 'reached', last: 'done' })
  expect(at.time.slept).toEqual([])
})

test('reads again after each interval until the end is reached', async () => {
  const at = pace()
  await expect(poll(reads('open', 'open', 'done'), isDone, at)).resolves.toEqual({ kind: 'reached', last: 'done' })
  expect(at.time.slept).toEqual([2_000, 2_000])
})

test('makes one last read when the deadline is reached', async () => {
  const at = pace({ deadlineMs: 5_000 })
  await expect(poll(reads('a', 'b', 'c', 'd'), isDone, at)).resolves.toEqual({
    kind: 'deadline',
    last: 'd',
    error: undefined,
  })
  expect(at.time.slept).toEqual([2_000, 2_000, 1_000])
})

test('a failure that time may heal is no news', async () => {
  await expect(poll(reads('open', lost, 'done'), isDone, pace())).resolves.toEqual({ kind: 'reached', last: 'done' })
})

test.each(['response_undecodable', 'response_empty'] as const)(
  'an answer that cannot be read is no news: %s',
  async (code) => {
    const page = new DecodeError('a page', { code })
    await expect(poll(reads(page, 'done'), isDone, pace())).resolves.toEqual({ kind: 'reached', last: 'done' })
  },
)

test('an answer that breaks the contract ends the wait', async () => {
  const odd = new DecodeError('odd', { code: 'response_breaks_contract' })
  await expect(poll(reads(odd), isDone, pace())).resolves.toMatchObject({ kind: 'unreadable', error: odd })
})

test('a failure at the deadline is told beside the last value', async () => {
  const end = await poll(reads('open', lost), isDone, pace({ deadlineMs: 1_000 }))
  expect(end).toEqual({ kind: 'deadline', last: 'open', error: lost })
})

test('waits as long as a rate limit asks for', async () => {
  const at = pace()
  const limited = new RateLimitError('slow down', problem, { retryAfterMs: 30_000 })
  await poll(reads(limited, 'done'), isDone, at)
  expect(at.time.slept).toEqual([30_000])
})

test('a refusal ends the wait', async () => {
  await expect(poll(reads('open', gone), isDone, pace())).resolves.toEqual({
    kind: 'unreadable',
    last: 'open',
    error: gone,
  })
})

test('a defect is thrown', async () => {
  await expect(poll(reads(new TypeError('defect')), isDone, pace())).rejects.toThrow('defect')
})

test('an aborted read is thrown', async () => {
  await expect(poll(reads(new AbortedError({})), isDone, pace())).rejects.toBeInstanceOf(AbortedError)
})

test('an abort during the wait ends it before the next read', async () => {
  const caller = new AbortController()
  const at = pace({ signal: caller.signal })
  const read = reads('open')
  const waiting = poll(read, isDone, {
    ...at,
    time: { now: () => 0, sleep: () => Promise.resolve(caller.abort('enough')) },
  })
  await expect(waiting).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
})
