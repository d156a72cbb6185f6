import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import { answer, cutBody, harness, refuse, type Step, stall, stallBody } from '../../test/harness.ts'
import { AbortedError } from '../errors/aborted-error.ts'
import { OutcomeUnknownError } from '../errors/outcome-unknown-error.ts'
import type { Authorizer } from './authorizer.ts'

const order = { path: { id: '7' } }

describe('limits', () => {
  test('an attempt without an answer ends after timeoutMs', async () => {
    const h = harness([stall], { timeoutMs: 1500 })
    expect(await h.fail(() => h.api.getOrder(order, { retry: false }))).toMatchObject({
      code: 'timed_out',
      scope: 'attempt',
      limitMs: 1500,
      attempts: 1,
    })
    expect(h.runtime.monotonicMs()).toBe(1500)
  })

  test('an attempt that may take all of the deadline ends by its own limit', async () => {
    const h = harness([stall], { timeoutMs: 1500, deadlineMs: 1500 })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({ scope: 'attempt', attempts: 1 })
  })

  test('hundred calls under one signal put one listener on it, and all of them end', async () => {
    const caller = new AbortController()
    const counts: number[] = []
    const h = harness([
      () => {
        counts.push(getEventListeners(caller.signal, 'abort').length)
        return new Promise(() => {})
      },
    ])
    const calls = Array.from({ length: 100 }, () => h.api.getOrder(order, { signal: caller.signal }))
    h.runtime.after(10, () => caller.abort())
    const ends = await h.run(() => Promise.allSettled(calls))
    expect(counts).toEqual(Array.from({ length: 100 }, () => 1))
    expect(ends.every((end) => end.status === 'rejected' && end.reason instanceof AbortedError)).toBe(true)
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0)
  })

  test('an attempt that is ended twice was ended by the first', async () => {
    const caller = new AbortController()
    const both: Step = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          caller.abort()
          reject(signal.reason as Error)
        })
      })
    const h = harness([both], { timeoutMs: 1500 })
    const error = await h.fail(() => h.api.getOrder(order, { retry: false, signal: caller.signal }))
    expect(error).toMatchObject({ code: 'timed_out', scope: 'attempt' })
  })

  test('a body that stalls ends after timeoutMs too', async () => {
    const h = harness([stallBody], { timeoutMs: 1500 })
    expect(await h.fail(() => h.api.getOrder(order, { retry: false }))).toMatchObject({
      code: 'timed_out',
      scope: 'attempt',
    })
    expect(h.runtime.monotonicMs()).toBe(1500)
  })

  test('a call ends at its deadline, in the middle of an attempt', async () => {
    const h = harness([stall], { timeoutMs: 1000, deadlineMs: 1700, retry: { baseDelayMs: 0 } })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({
      code: 'timed_out',
      scope: 'deadline',
      limitMs: 1700,
      attempts: 2,
    })
    expect(h.runtime.monotonicMs()).toBe(1700)
  })

  test('a call aborted beforehand sends nothing', async () => {
    const h = harness([answer(200)])
    expect(await h.fail(() => h.api.getOrder(order, { signal: AbortSignal.abort('no') }))).toMatchObject({
      code: 'aborted',
      attempts: 0,
      cause: 'no',
    })
    expect(h.sent).toHaveLength(0)
  })

  test.each<[string, Record<string, string>]>([
    ['declared', { 'content-length': '1002' }],
    ['not declared', {}],
  ])('an answer larger than maxResponseBytes is refused, %s', async (_, headers) => {
    const h = harness([() => new Response('x'.repeat(1002), { headers })], { maxResponseBytes: 1001 })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({
      code: 'response_too_large',
      limitBytes: 1001,
      attempts: 1,
      status: 200,
    })
  })

  test.each<[string, Record<string, string>]>([
    ['declared', { 'content-length': '1002' }],
    ['not declared', {}],
  ])('a refusal whose reason is larger than maxResponseBytes is the refusal all the same, %s', async (_, headers) => {
    const reply = (status: number) => () => new Response('x'.repeat(1002), { status, headers })
    const refused = harness([reply(422)], { maxResponseBytes: 1001 })
    expect(await refused.fail(() => refused.api.createOrder({ body: {} }))).toMatchObject({
      code: 'rejected',
      status: 422,
    })
    const passing = harness([reply(503), answer(200, { id: '7' })], { maxResponseBytes: 1001 })
    expect(await passing.run(() => passing.api.getOrder(order))).toEqual({ id: '7' })
    const open = harness([reply(200)], { maxResponseBytes: 1001 })
    expect(await open.fail(() => open.api.createOrder({ body: {} }))).toMatchObject({
      code: 'outcome_unknown',
      cause: { code: 'response_too_large', status: 200 },
    })
  })

  test.each<[string, Record<string, string>]>([
    ['declared', { 'content-length': '1002' }],
    ['not declared', {}],
  ])('an answer of exactly maxResponseBytes is read, %s', async (_, headers) => {
    const text = JSON.stringify(['x'.repeat(998)])
    const h = harness([() => new Response(text, { headers })], { maxResponseBytes: text.length })
    expect(await h.run(() => h.api.getOrder(order))).toEqual(['x'.repeat(998)])
  })

  test('an answer that comes after the timeout is not read, and its connection is let go', async () => {
    let cancelled = false
    const late = new Response(new ReadableStream({ cancel: () => void (cancelled = true) }))
    const h = harness(
      [(_sent, _signal, runtime) => new Promise((resolve) => void runtime.after(2000, () => resolve(late)))],
      { timeoutMs: 1000 },
    )
    await h.fail(() => h.api.getOrder(order, { retry: false }))
    await h.run(() => new Promise<void>((resolve) => void h.runtime.after(5000, resolve)))
    expect(cancelled).toBe(true)
  })
})

/** What a caller does, besides answering, in the phases of a call. `abort` gives up. */
interface Phase {
  readonly phase: string
  readonly steps: (abort: () => void) => readonly Step[]
  readonly authorizer?: (abort: () => void) => Authorizer
  /** Whether something may have been sent when the caller gave up. */
  readonly sent: number
  readonly write: 'aborted' | 'outcome_unknown'
}

const PHASES: readonly Phase[] = [
  {
    phase: 'while the credential is obtained',
    steps: () => [answer(200)],
    authorizer: (abort) => ({
      authorize() {
        abort()
        return new Promise(() => {})
      },
    }),
    sent: 0,
    write: 'aborted',
  },
  {
    phase: 'as the credential arrives',
    steps: () => [answer(200)],
    authorizer: (abort) => ({
      async authorize() {
        await Promise.resolve()
        abort()
        return { Authorization: 'x' }
      },
    }),
    sent: 0,
    write: 'aborted',
  },
  {
    phase: 'before the answer',
    steps: (abort) => [
      () => {
        abort()
        return new Promise(() => {})
      },
    ],
    sent: 1,
    write: 'outcome_unknown',
  },
  {
    phase: 'in the body',
    steps: (abort) => [
      (...call) => {
        queueMicrotask(abort)
        return stallBody(...call)
      },
    ],
    sent: 1,
    write: 'outcome_unknown',
  },
]

describe('a caller who gives up', () => {
  test.each(PHASES)('$phase hears so at once', async ({ steps, authorizer, sent, write }) => {
    for (const [call, code] of [
      ['getOrder', 'aborted'],
      ['createOrder', write],
    ] as const) {
      const controller = new AbortController()
      const abort = (): void => controller.abort('enough')
      const h = harness(steps(abort), authorizer === undefined ? {} : { authorizer: authorizer(abort) })
      const error = await h.fail(() => h.api[call](order, { signal: controller.signal }))
      const cause = error instanceof OutcomeUnknownError ? error.cause : error
      expect(error).toMatchObject({ code, attempts: sent })
      expect(cause).toMatchObject({ code: 'aborted', cause: 'enough' })
      expect([h.sent.length, h.runtime.monotonicMs()]).toEqual([sent, 0])
    }
  })

  test('between two attempts hears so at once, and nothing more is sent', async () => {
    const controller = new AbortController()
    const h = harness([answer(503)], { onEvent: ({ type }) => void (type === 'retry' && controller.abort('enough')) })
    expect(await h.fail(() => h.api.getOrder(order, { signal: controller.signal }))).toMatchObject({
      code: 'aborted',
      attempts: 1,
      cause: 'enough',
    })
    expect([h.sent.length, h.runtime.monotonicMs()]).toEqual([1, 0])
  })
})

/** A signal that counts who listens to it. */
function countedSignal(): {
  readonly signal: AbortSignal
  readonly abort: () => void
  readonly listeners: () => number
} {
  const controller = new AbortController()
  const { signal } = controller
  return { signal, abort: () => controller.abort(), listeners: () => getEventListeners(signal, 'abort').length }
}

describe('nothing is left behind, no timer and no listener', () => {
  test.each<[string, readonly Step[]]>([
    ['a result', [answer(200)]],
    ['a result after some attempts', [answer(503), refuse('ECONNRESET'), answer(200)]],
    ['a refusal', [answer(404)]],
    ['a storm', [answer(503)]],
    ['a redirect', [answer(302)]],
    ['a timeout', [stall]],
    ['a body that stalls', [stallBody]],
    ['a body that is cut', [cutBody]],
    ['a page', [answer(200, '<html></html>')]],
  ])('by %s', async (_, steps) => {
    for (const call of ['getOrder', 'createOrder'] as const) {
      const { signal, listeners } = countedSignal()
      const h = harness(steps)
      await h.run(() => h.api[call](order, { signal }).catch(() => {}))
      expect([h.runtime.pending, listeners()]).toEqual([0, 0])
    }
  })

  test.each(PHASES)('by a caller who gives up $phase', async ({ steps, authorizer }) => {
    const { signal, abort, listeners } = countedSignal()
    const h = harness(steps(abort), authorizer === undefined ? {} : { authorizer: authorizer(abort) })
    await h.fail(() => h.api.getOrder(order, { signal }))
    expect([h.runtime.pending, listeners()]).toEqual([0, 0])
  })
})
