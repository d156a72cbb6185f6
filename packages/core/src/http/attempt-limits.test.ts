import { describe, expect, test } from 'vitest'
import { answer, harness, stall, stallBody } from '../../test/harness.ts'

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
    ['declared', {}],
    ['in chunks without a length', { 'content-encoding': 'identity' }],
  ])('an answer larger than maxResponseBytes is refused, %s', async (_, headers) => {
    const text = JSON.stringify('x'.repeat(1000))
    const h = harness([() => new Response(text, { headers: { 'content-length': String(text.length), ...headers } })], {
      maxResponseBytes: 1001,
    })
    expect(await h.fail(() => h.api.getOrder(order))).toMatchObject({
      code: 'response_too_large',
      limitBytes: 1001,
      attempts: 1,
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

  test('nothing is left behind: no timer, no listener', async () => {
    const controller = new AbortController()
    let listeners = 0
    const { signal } = controller
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--
      remove(...args)
    }
    const h = harness([answer(503), answer(200)])
    await h.run(() => h.api.getOrder(order, { signal }))
    expect([h.runtime.pending, listeners]).toEqual([0, 0])
  })
})
