import { expect, test } from 'vitest'
import { manualTime } from '../../test/manual-time.ts'
import { AbortedError } from '../errors/aborted-error.ts'
import { ConflictError } from '../errors/conflict-error.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import { type Follow, follow as followAt } from './follow.ts'
import type { PollOptions } from './options.ts'

type Thing = { readonly status: string }

const follow = (what: Follow<Thing>, options: PollOptions) =>
  followAt(what, options, { pollIntervalMs: 2_000, pollDeadlineMs: 60_000 }, manualTime())

const doubt = new OutcomeUnknownError({ settle: undefined })

/** Follows something whose reads give these statuses, until it is done. */
function following(statuses: readonly string[], more: Partial<Follow<Thing>> = {}) {
  const left = [...statuses]
  const told: string[] = []
  const what: Follow<Thing> = {
    read: () => Promise.resolve({ status: left.shift() ?? 'read once too often' }),
    reached: ({ status }) => status === 'done',
    onStatus: (status) => told.push(status),
    doubt: undefined,
    settle: { query: "getOrder({ path: { id: '7' } })", ids: { id: '7' } },
    untouched: ({ status }) => status === 'waiting',
    ...more,
  }
  return { what, told }
}

test('tells a status when it changes', async () => {
  const { what, told } = following(['a', 'a', 'b', 'done'])
  await follow(what, {})
  expect(told).toEqual(['a', 'b', 'done'])
})

test('tells the status of what is at hand', async () => {
  const { what, told } = following(['b', 'done'], { first: { status: 'a' } })
  await follow(what, {})
  expect(told).toEqual(['a', 'b', 'done'])
})

test('throws a refusal with the first reading that bears it out', async () => {
  const refusal = new ConflictError('no', { fieldViolations: [], format: 'empty' }, {})
  const { what, told } = following(['waiting', 'done'], { doubt: refusal })
  await expect(follow(what, {})).rejects.toBe(refusal)
  expect(told).toEqual(['waiting'])
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

/** Follows until the caller gives up, in a read or in the wait after one. */
async function abandoned(where: 'read' | 'wait', more: Partial<Follow<Thing>> = {}) {
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
